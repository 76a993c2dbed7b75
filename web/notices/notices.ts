import type { PublishedNotice, PublishedNotices } from '../../lambdas/auth/published-notices.ts';
import type { Words } from '../../locales/pages/words.ts';
import { find, pageLocale } from '../shared/dom.ts';
import { element, linkButton } from '../shared/element.ts';
import { fill } from '../shared/format.ts';
import { pageWords } from '../shared/page-words.ts';
import { dismiss, dismissed, isDismissible } from './dismissed.ts';
import { shownAt, textIn } from './shown.ts';

/** Timers count no further than some 24 days. */
const LONGEST_WAIT_MILLISECONDS = 3_600_000;

/** What says how grave a notice is, besides its word. */
const SIGNS = {
  maintenance: 'M14.5 6.5a4 4 0 0 0-5 5L3.500 17.500l3 3 6-6a4 4 0 0 0 5-5l-2.500 2.500-3-3Z',
  warning: 'M12 4 21 20H3ZM12 10v4M12 17v.1',
  news: 'M4 10v4h3l8 4V6l-8 4ZM18.500 9.500a4 4 0 0 1 0 5',
} as const;

/**
 * Shows the notices of now in their place, and lets them appear and vanish at their times. They come from a static file,
 * so that they show even when the API is down; when there is no file, nothing is shown and nothing said.
 */
export async function showNotices(): Promise<void> {
  await drawn();
  const published = await read();
  if (published !== undefined && published.notices.length > 0) follow(published);
}

/** The page has been drawn once: nobody who begins to type waits for a request of this. */
const drawn = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

async function read(): Promise<PublishedNotices | undefined> {
  try {
    const response = await fetch('/notices.json');
    return response.ok ? ((await response.json()) as PublishedNotices) : undefined;
  } catch {
    return undefined;
  }
}

function follow(published: PublishedNotices): void {
  const now = Date.now();
  const { shown, changesAt } = shownAt(published, now);
  show(shown, published);
  if (changesAt === undefined) return;
  setTimeout(() => follow(published), Math.min(changesAt - now, LONGEST_WAIT_MILLISECONDS));
}

function show(notices: readonly PublishedNotice[], published: PublishedNotices): void {
  const place = find('notices', HTMLElement);
  const away = dismissed();
  const left = notices.filter((notice) => !isDismissible(notice) || !away.includes(notice.id));
  const putAway = (notice: PublishedNotice) => {
    dismiss(notice.id, published);
    show(
      left.filter((one) => one !== notice),
      published,
    );
    // The button is gone: the next one has the focus, or what the page is about.
    (place.querySelector('button') ?? document.querySelector<HTMLElement>('h1[tabindex]'))?.focus();
  };
  place.replaceChildren(...left.map((notice) => render(notice, () => putAway(notice))));
  place.hidden = left.length === 0;
}

function render(notice: PublishedNotice, putAway: () => void): HTMLElement {
  const { notices: words } = pageWords<{ readonly notices: Words['notices'] }>();
  const { severity, link, closesSignIn, until } = notice;
  const text = element('p', {}, element('strong', {}, `${words.severity[severity]}: `), textIn(notice, pageLocale()));
  if (closesSignIn) text.append(' ', fill(words.closed, { until: hour(until) }));
  // Checked once more where it is used: the file lies next to the pages, and a link is all that could do harm in it.
  if (link?.startsWith('https://')) {
    text.append(' ', element('a', { href: link, target: '_blank', rel: 'noopener noreferrer' }, words.more));
  }
  const away = isDismissible(notice)
    ? linkButton(words.dismiss, `${words.dismiss}: ${textIn(notice, pageLocale())}`, putAway)
    : undefined;
  return element('div', { class: `message notice notice-${severity}` }, sign(severity), text, away);
}

const hour = (at: string): string =>
  new Intl.DateTimeFormat(pageLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

const SVG = 'http://www.w3.org/2000/svg';

function sign(severity: keyof typeof SIGNS): SVGElement {
  const drawn = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SIGNS[severity]);
  drawn.append(path);
  drawn.setAttribute('class', 'icon');
  drawn.setAttribute('viewBox', '0 0 24 24');
  drawn.setAttribute('aria-hidden', 'true');
  return drawn;
}
