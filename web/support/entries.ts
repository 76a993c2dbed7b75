import type { TicketEntry } from '../../lambdas/http/answers/support.ts';
import { find, pageLocale } from '../shared/dom.ts';
import { element } from '../shared/element.ts';
import { dateAndTime, fill } from '../shared/format.ts';
import { words } from './page-words.ts';
import { sizeText } from './sizes.ts';

/** The conversation, oldest first; what was shown stays as it is, so that nothing moves under who reads it. */
export interface Entries {
  /** Adds what is new; answers it. */
  show(entries: readonly TicketEntry[]): readonly TicketEntry[];
  clear(): void;
}

/** `download` begins the download of an attachment. */
export function createEntries(download: (attachment: string) => void): Entries {
  const list = find('entries', HTMLElement);
  let shown = new Set<string>();
  return {
    show(entries) {
      const added = entries.filter(({ id }) => !shown.has(id));
      for (const entry of added) {
        shown.add(entry.id);
        list.append(entry.text === undefined ? changeItem(entry) : saidItem(entry, download));
      }
      return added;
    },
    clear() {
      shown = new Set();
      list.replaceChildren();
    },
  };
}

function signatureOf({ author, at }: TicketEntry): HTMLElement {
  const time = element('time', { datetime: at, class: 'help' }, dateAndTime(at, pageLocale()));
  const staff = author.staff ? element('span', { class: 'tag tag-staff' }, words.staff) : undefined;
  return element('p', { class: 'signature' }, element('strong', {}, author.you ? words.you : author.name), staff, time);
}

function saidItem(entry: TicketEntry, download: (attachment: string) => void): HTMLLIElement {
  const kind = entry.internal ? 'internal' : entry.author.you ? 'mine' : 'theirs';
  const note = entry.internal ? element('p', { class: 'tag tag-internal' }, words.internal) : undefined;
  const files = entry.attachments.map(({ id, name, size }) => {
    const told = sizeText(size, pageLocale());
    const label = fill(words.download, { name, size: told });
    const button = element('button', { type: 'button', class: 'link', 'aria-label': label }, `${name} (${told})`);
    button.addEventListener('click', () => download(id));
    return element('li', {}, button);
  });
  const attachments = files.length > 0 ? element('ul', { class: 'files' }, ...files) : undefined;
  const text = element('p', { class: 'text' }, entry.text ?? '');
  return element('li', { class: `entry ${kind}` }, signatureOf(entry), note, text, attachments);
}

/** What was done, on one line. */
function changeItem(entry: TicketEntry): HTMLLIElement {
  const { state, priority, assignee } = entry.changed ?? {};
  const told = [
    ...(state === undefined ? [] : [words.changed[state]]),
    ...(priority === undefined ? [] : [fill(words.changed.priority, { priority: words.priorities[priority] })]),
    ...(assignee === undefined
      ? []
      : [assignee === null ? words.changed.nobody : fill(words.changed.assignee, { name: assignee })]),
  ];
  const name = entry.author.you ? words.you : entry.author.name;
  const when = dateAndTime(entry.at, pageLocale());
  return element(
    'li',
    { class: 'entry done' },
    element('p', { class: 'help' }, `${told.join(' · ')} – ${name}, ${when}`),
  );
}
