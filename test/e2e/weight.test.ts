import { get } from 'node:http';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { locales } from '../../locales/locale.ts';
import { words } from '../../locales/pages/words.ts';
import { usePortal } from './portal.ts';
import { codeOf, enterCode, partsOf, reachCode, signIn, signOut } from './verbs.ts';

const portal = usePortal();

/** Bytes of a body on the wire, compressed with gzip. */
const weigh = (url: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () =>
        answer.headers['content-encoding'] === 'gzip' ? resolve(bytes) : reject(new Error(`${url} is not compressed.`)),
      );
    }).on('error', reject);
  });

/** What a page that shows notices asks for until it is at rest: kinds by address, in order, and the bytes of its script and of the rest. */
async function load(page: Page, url: string) {
  const asked = new Map<string, string>();
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) asked.set(request.url(), request.resourceType());
  });
  await Promise.all([page.waitForResponse('**/notices.json'), page.goto(url, { waitUntil: 'networkidle' })]);
  const sum = async (...kinds: string[]) => {
    const urls = [...asked].filter(([, kind]) => kinds.includes(kind)).map(([address]) => address);
    return (await Promise.all(urls.map(weigh))).reduce((total, bytes) => total + bytes, 0);
  };
  return { asked: [...asked], script: await sum('script'), rest: await sum('document', 'stylesheet') };
}

it('needs three requests and few bytes before somebody can type', async () => {
  const page = await portal.open({ path: '/nowhere' });
  const { asked, script, rest } = await load(page, portal.run.url);
  // The notices come last: nobody waits for them.
  expect(asked.at(-1)?.[0]).toBe(`${portal.run.url}/notices.json`);
  const before = asked.slice(0, -1).map(([, kind]) => kind);
  expect(before.sort()).toEqual(['document', 'script', 'stylesheet']);
  expect(script).toBeLessThanOrEqual(25 * 1024);
  expect(rest).toBeLessThanOrEqual(10 * 1024);
});

it('needs as few bytes for the dashboard', async () => {
  const page = await portal.open();
  await signIn(page, portal, await portal.newPerson());
  const dashboard = await portal.open({ context: page.context() });
  const { script, rest } = await load(dashboard, `${portal.run.url}/portal/`);
  expect(script).toBeLessThanOrEqual(25 * 1024);
  expect(rest).toBeLessThanOrEqual(10 * 1024);
});

it('weighs at most 60 KB as an app on a phone, until the camera is used', async () => {
  const page = await portal.open({ path: '/nowhere' });
  const asked: string[] = [];
  page.on('request', (request) => {
    if (['document', 'script', 'stylesheet'].includes(request.resourceType())) asked.push(request.url());
  });
  await page.goto(`${portal.run.url}/mobile/`, { waitUntil: 'networkidle' });
  await page.locator('#no-profiles').waitFor();
  expect(asked).toHaveLength(3);
  const weights = await Promise.all(asked.map(weigh));
  expect(weights.reduce((total, bytes) => total + bytes)).toBeLessThanOrEqual(60 * 1024);
});

it.each(locales)('has the form in its HTML, and says in %s what it needs without JavaScript', async (locale) => {
  const page = await portal.open({ locale, javaScriptEnabled: false });
  const { identifier, password, signIn: button } = partsOf(page);
  expect(await page.locator('noscript p').textContent()).toBe(words[locale].common.noScript);
  expect(await page.locator('noscript p').isVisible()).toBe(true);
  for (const part of [identifier, password, button]) expect(await part.isVisible()).toBe(true);
  // No password ends up in an address.
  await identifier.fill('anna@example.org');
  await password.fill('Secret-Canary-42');
  await password.press('Enter');
  expect(page.url()).toBe(`${portal.run.url}/`);
});

/** Less than this share of the window nobody sees: a label that changes inside its button. */
const VISIBLE_SHIFT = 0.001;

it.each([1280, 390])('moves nothing at %i px while it appears, nor on the way in', async (width) => {
  const person = await portal.newPerson();
  const page = await portal.open({ viewport: { width, height: 844 } });
  await signIn(page, portal, person);
  await signOut(page);
  await portal.run.advance(60);
  await page.addInitScript(watchShifts);
  const shifts = (): Promise<readonly number[]> => page.evaluate(() => Reflect.get(window, 'shifts'));
  await page.goto(portal.run.url, { waitUntil: 'networkidle' });
  expect(await shifts()).toEqual([]);
  await reachCode(page, person);
  await page.getByText('We sent a code by email').waitFor();
  await enterCode(page, await codeOf(portal.run, person, 2));
  await page.waitForLoadState('networkidle');
  expect((await shifts()).filter((shift) => shift > VISIBLE_SHIFT)).toEqual([]);
});

/** Runs in the page: keeps how much moved by itself, not by what the person did a moment before. */
function watchShifts(): void {
  const shifts: number[] = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if ('value' in entry && 'hadRecentInput' in entry && !entry.hadRecentInput) shifts.push(Number(entry.value));
    }
  }).observe({ type: 'layout-shift', buffered: true });
  Object.assign(window, { shifts });
}
