import { openChromium } from '../../test/harness/chromium.ts';
import { startPortal } from '../../test/harness/local-run.ts';
import { startMirror } from '../page/mirror.ts';
import { type Visit, visit } from '../page/visit.ts';
import { type Weight, weigh } from '../page/weight.ts';
import { type Figure, kilobytes, ratio } from '../report.ts';
import { interleave, median } from '../statistics.ts';

const VISITS = 21;
const PAGES = ['/empty', '/', '/portal/'] as const;
const TIMED = ['/empty', '/'] as const;

type Path = (typeof PAGES)[number];
const TITLES: Readonly<Record<Path, string>> = { '/empty': 'an empty page', '/': 'sign-in', '/portal/': 'dashboard' };

/** Figure 5, and the first line of the look: how heavy the sign-in page is, and when one can type. */
export async function measurePage(): Promise<Figure> {
  const portal = await startPortal();
  const [mirror, browser] = await Promise.all([startMirror(portal.url), openChromium()]);
  try {
    const [signIn, dashboard] = [await weigh(mirror.url, '/'), await weigh(mirror.url, '/portal/')];
    for (const path of TIMED) await visit(browser, mirror.url + path);
    const visits = await interleave(TIMED, VISITS, (path) => visit(browser, mirror.url + path));
    return figureOf({ '/': signIn, '/portal/': dashboard }, visits);
  } finally {
    await browser.close();
    mirror.end();
    await portal.stop();
  }
}

function figureOf(
  weights: Readonly<Record<'/' | '/portal/', Weight>>,
  visits: ReadonlyMap<Path, readonly Visit[]>,
): Figure {
  const typeable = (path: Path) => median((visits.get(path) ?? []).map((one) => one.typeable));
  const { '/': signIn } = weights;
  const seen = visits.get('/') ?? [];
  const requests = Math.max(...seen.map((one) => one.requests));
  const times = (path: Path) => [ratio(typeable(path) / typeable('/empty')), typeable(path).toFixed(0)];
  const row = (path: '/' | '/portal/') => {
    const { script, style, html, requests: files } = weights[path];
    return [TITLES[path], kilobytes(script), kilobytes(style), kilobytes(html), files];
  };
  return {
    title: 'Figure 5: the sign-in page',
    how:
      `What the local run serves, gzip. Typeable: the first field is drawn and has the focus, at a first visit in ` +
      `Chromium; medians of ${VISITS}, by turns with a page of one bare field from the same server.`,
    columns: ['page', 'script', 'style', 'HTML', 'requests', 'typeable against an empty page', 'typeable ms'],
    rows: [
      [TITLES['/empty'], '', '', '', 1, ...times('/empty')],
      [...row('/'), ...times('/')],
      [...row('/portal/'), '', ''],
    ],
    targets: [
      { what: 'bytes of script, sign-in', most: 25_000, got: signIn.script },
      { what: 'bytes of HTML and style, sign-in', most: 10_000, got: signIn.html + signIn.style },
      { what: 'requests before typing', most: 3, got: requests },
      { what: 'typeable against an empty page', most: 1.3, got: typeable('/') / typeable('/empty') },
      { what: 'largest layout shift of any visit', most: 0, got: Math.max(...seen.map((one) => one.shift)) },
      { what: 'pages without a word for those without script', most: 0, got: signIn.saysWithoutScript ? 0 : 1 },
    ],
  };
}
