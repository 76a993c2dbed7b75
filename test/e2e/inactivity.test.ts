import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { words } from '../../locales/pages/words.ts';
import { faultsOf } from './faults.ts';
import { usePortal } from './portal.ts';
import { chooseOwn, lookAgain, partsOf, signIn } from './verbs.ts';

const portal = usePortal();
const { portalScript, signInScript } = words['en-GB'];
const PATIENCE = { timeout: 20_000 };
const SUBJECT = 'The wiki does not open';

const dialogOf = (page: Page) => ({
  dialog: page.locator('#stay'),
  left: page.locator('#stay-left'),
  stay: page.locator('#stay-on'),
  out: page.locator('#stay-out'),
});

/** Seconds until the server ends the session; asking is no activity. */
async function idleEndsIn(page: Page): Promise<number> {
  const answer = await page.request.get(`${portal.run.url}/api/session`);
  return (await answer.json()).session.idleEndsInSeconds;
}

const drafts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('gatehouse.draft.')));

const untilOut = (page: Page) => page.waitForURL((url) => url.pathname === '/');

it('T62 asks in every tab before the end, signs out in every tab, and brings back what was being written', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  await signIn(page, portal, person);
  await page.goto(`${portal.run.url}/portal/support/#new`);
  const other = await portal.open({ context: page.context(), path: '/portal/' });
  await other.getByText(person.name).first().waitFor();
  await page.locator('#subject').fill(SUBJECT);
  const activity = page.waitForResponse((response) => response.url().endsWith('/api/session/activity'));
  await page.locator('#description').press('I');
  await activity;

  // One tab learns it from the server, the other from that tab.
  await portal.run.advance(28 * 60 + 20);
  await lookAgain(page);
  const [here, there] = [dialogOf(page), dialogOf(other)];
  await Promise.all([here.stay.waitFor(), there.stay.waitFor()]);
  expect(await page.locator('#stay-heading').textContent()).toBe(portalScript.stay.idle.heading);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('stay-on');
  const lefts = async () => new Set(await Promise.all([here.left.textContent(), there.left.textContent()])).size;
  await expect.poll(lefts, PATIENCE).toBe(1);
  expect(await faultsOf(page)).toEqual([]);

  // Neither the question nor what pages ask by themselves is an activity; the answer is one, for both.
  expect(await idleEndsIn(page)).toBeLessThanOrEqual(100);
  await there.stay.click();
  await Promise.all([here.stay.waitFor({ state: 'hidden' }), there.stay.waitFor({ state: 'hidden' })]);
  expect(await idleEndsIn(page)).toBeGreaterThan(1700);
  expect(await page.locator('#subject').inputValue()).toBe(SUBJECT);

  await portal.run.advance(30 * 60 + 1);
  await lookAgain(other);
  await Promise.all([untilOut(page), untilOut(other)]);
  for (const tab of [page, other]) {
    await partsOf(tab).startMessage.waitFor();
    expect(await partsOf(tab).startMessage.textContent()).toBe(signInScript.why.idle);
  }
  await signIn(page, portal, person, 2, '**/portal/support/#new');
  await page.getByText(words['en-GB'].supportScript.draftKept).first().waitFor();
  expect(await page.locator('#subject').inputValue()).toBe(SUBJECT);
  expect(await page.locator('#description').inputValue()).toBe('I');

  // Who signs out in answer to the question leaves nothing behind, in no tab.
  await other.goto(`${portal.run.url}/portal/security/`);
  await other.getByText(person.name).first().waitFor();
  await portal.run.advance(28 * 60 + 20);
  await lookAgain(other);
  await Promise.all([here.out.waitFor(), there.out.waitFor()]);
  await there.out.click();
  await Promise.all([untilOut(page), untilOut(other)]);
  for (const tab of [page, other]) {
    await partsOf(tab).startMessage.waitFor();
    expect(await partsOf(tab).startMessage.textContent()).toBe(signInScript.why['signed-out']);
  }
  expect(await drafts(page)).toEqual([]);
});

it('T59 leads after a sign-in only where its own pages are, and another person home', async () => {
  const [person, next] = [await portal.newPerson(), await portal.newPerson()];
  const page = await portal.open({ path: '/portal/account/' });
  await untilOut(page);
  await signIn(page, portal, person, 1, '**/portal/account/');
  await page.evaluate(() =>
    localStorage.setItem('gatehouse.draft.somebody.new', JSON.stringify({ text: 'x', at: 9e15 })),
  );
  await chooseOwn(page, '#sign-out');
  await untilOut(page);
  await page.evaluate(() =>
    sessionStorage.setItem('gatehouse.return', JSON.stringify({ path: '/portal/security/', account: 'another' })),
  );
  await signIn(page, portal, next, 1, '**/portal/');
  expect(await drafts(page)).toEqual([]);
  await chooseOwn(page, '#sign-out');
  await untilOut(page);
  await page.evaluate(() => sessionStorage.setItem('gatehouse.return', '{"path":"//evil.example/portal/"}'));
  await portal.run.advance(31);
  await signIn(page, portal, next, 2, '**/portal/');
  expect(new URL(page.url()).origin).toBe(portal.run.url);
});
