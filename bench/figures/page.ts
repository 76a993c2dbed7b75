import { openChromium } from '../../test/harness/chromium.ts';
import { startPortal } from '../../test/harness/local-run.ts';
import { startMirror } from '../page/mirror.ts';
import { type Visit, visit } from '../page/visit.ts';
import { type Weight, weigh } from '../page/weight.ts';
import { type Figure, kilobytes, ratio } from '../report.ts';
import { interleave, median } from '../statistics.ts';

const VISITS = 21;
const TIMED = ['/empty', '/'] as const;
const WEIGHED = ['/', '/portal/', '/mobile/'] as const;

type Timed = (typeof TIMED)[number];
type Weighed = (typeof WEIGHED)[number];

const TITLES: Readonly<Record<Weighed, string>> = {
  '/': 'sign-in',
  '/portal/': 'dashboard',
  '/mobile/': 'the phone’s app, before its scanner is opened',
};

/** Figure 5, and the first line of the look: how heavy pages are, and when one can type on the sign-in page. */
export async function measurePage(): Promise<Figure> {
  const portal = await startPortal();
  const [mirror, browser] = await Promise.all([startMirror(portal.url), openChromium()]);
  try {
    const weights = {
      '/': await weigh(mirror.url, '/'),
      '/portal/': await weigh(mirror.url, '/portal/'),
      '/mobile/': await weigh(mirror.url, '/mobile/'),
    };
    for (const path of TIMED) await visit(browser, mirror.url + path);
    const visits = await interleave(TIMED, VISITS, (path) => visit(browser, mirror.url + path));
    return figureOf(weights, visits);
  } finally {
    await browser.close();
    mirror.end();
    await portal.stop();
  }
}

function figureOf(weights: Readonly<Record<Weighed, Weight>>, visits: ReadonlyMap<Timed, readonly Visit[]>): Figure {
  const typeable = (path: Timed) => median((visits.get(path) ?? []).map((one) => one.typeable));
  const { '/': signIn, '/mobile/': app } = weights;
  const seen = visits.get('/') ?? [];
  const requests = Math.max(...seen.map((one) => one.requests));
  const times = (path: Timed) => [ratio(typeable(path) / typeable('/empty')), typeable(path).toFixed(0)];
  const row = (path: Weighed) => {
    const { script, style, html, requests: files } = weights[path];
    return [TITLES[path], ...[script, style, html, script + style + html].map(kilobytes), files];
  };
  return {
    title: 'Figure 5: pages',
    how:
      `What the local run serves, gzip, by what the HTML names; what scripts load later is not there. Typeable: the ` +
      `first field is drawn and has the focus, at a first visit in Chromium; medians of ${VISITS}, by turns with a page of one bare field from the same server.`,
    columns: [
      'page',
      'script',
      'style',
      'HTML',
      'together',
      'requests',
      'typeable against an empty page',
      'typeable ms',
    ],
    rows: [
      ['an empty page', '', '', '', '', 1, ...times('/empty')],
      [...row('/'), ...times('/')],
      [...row('/portal/'), '', ''],
      [...row('/mobile/'), '', ''],
    ],
    targets: [
      { what: 'bytes of script, sign-in', most: 25_000, got: signIn.script },
      { what: 'bytes of HTML and style, sign-in', most: 10_000, got: signIn.html + signIn.style },
      { what: 'bytes of the phone’s app', most: 60_000, got: app.script + app.style + app.html },
      { what: 'requests before typing', most: 3, got: requests },
      { what: 'typeable against an empty page', most: 1.3, got: typeable('/') / typeable('/empty') },
      { what: 'largest layout shift of any visit', most: 0, got: Math.max(...seen.map((one) => one.shift)) },
      { what: 'pages without a word for those without script', most: 0, got: signIn.saysWithoutScript ? 0 : 1 },
    ],
  };
}
