import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { words } from '../../locales/pages/words.ts';
import { codeTo, confirmIt, notMePath, ownPartsOf } from './account-verbs.ts';
import { faultsOf } from './faults.ts';
import { looks } from './looks.ts';
import { type Person, usePortal } from './portal.ts';
import { chooseOwn, codeOf, enterCode, lookAgain, partsOf, reachCode, travel, typePassword } from './verbs.ts';

const portal = usePortal();
const PATIENCE = { timeout: 20_000 };
const NEW_PASSWORD = 'Zolder-en-Raam 51';

async function signedIn(page: Page): Promise<Person> {
  const person = await portal.newPerson();
  await reachCode(page, person);
  await enterCode(page, await codeOf(portal.run, person));
  return person;
}

const openPath = (page: Page, path: string) => page.goto(`${portal.run.url}${path}`);

// Every other one: the way is long.
const some = Object.entries(looks).filter((_, index) => index % 2 === 0);

describe.each(some)('%s', (_, options) => {
  it('changes password, address, number and preferences, each behind its own confirmation, without a fault', async () => {
    const page = await portal.open(options);
    const parts = ownPartsOf(page);
    const look = async (state: string) => {
      expect(await faultsOf(page), state).toEqual([]);
    };
    const person = await signedIn(page);
    await look('home');

    await chooseOwn(page, '[href="/portal/security/"]');
    await parts.welcome.waitFor();
    await look('security');
    await travel(page, portal, 31);
    await page.locator('#change-password').click();
    await look('confirm');
    await parts.password.fill('wrong');
    await parts.confirm.click();
    await parts.passwordError.waitFor();
    await look('wrong password');
    await confirmIt(page, portal, person);
    await parts.newPassword.waitFor();
    await parts.newPassword.fill('Zolder');
    await look('rules');
    await parts.newPassword.fill(NEW_PASSWORD);
    await parts.confirmPassword.fill(NEW_PASSWORD);
    await parts.apply.click();
    await parts.message.waitFor();
    await look('password changed');

    await chooseOwn(page, '[href="/portal/account/"]');
    await expect.poll(() => parts.own('email').textContent(), PATIENCE).toBe(person.email);
    await look('account');
    await travel(page, portal, 31);
    await page.locator('#change-email').click();
    await confirmIt(page, portal, person, NEW_PASSWORD);
    const { field, error, submit } = parts.naming('email');
    await field.fill('anna');
    await submit.click();
    await error.waitFor();
    await look('no address');
    await travel(page, portal, 31);
    const moved = `new-${person.email}`;
    const before = (await portal.run.messages()).length;
    await field.fill(moved);
    await submit.click();
    await parts.code.waitFor();
    await look('code to the new address');
    await parts.code.fill(await codeTo(portal, moved, before));
    await parts.submit.click();
    await parts.message.waitFor();
    expect(await parts.own('email').textContent()).toBe(moved);
    await look('address changed');

    await travel(page, portal, 31);
    await page.locator('#remove-phone').click();
    await confirmIt(page, portal, { ...person, email: moved }, NEW_PASSWORD);
    await parts.message.waitFor();
    expect(await page.locator('#remove-phone').isVisible()).toBe(false);
    await look('number removed');

    await page.locator('#language').selectOption('nl');
    await page.waitForFunction(() => document.documentElement.lang === 'nl');
    await look('in Dutch');

    const path = await notMePath(portal, person.email, before);
    const other = await portal.open({ ...options, path });
    await other.locator('#say').waitFor();
    expect(await faultsOf(other)).toEqual([]);
    await other.locator('#say').click();
    await other.locator('#done').waitFor();
    expect(await faultsOf(other)).toEqual([]);
    await openPath(other, path);
    await other.locator('#say').click();
    await other.locator('#todo').waitFor();

    // Whoever was in is out, and the account is locked.
    await page.reload();
    await page.waitForURL((url) => url.pathname === '/');
    await typePassword(page, person, NEW_PASSWORD);
    await partsOf(page).passwordError.waitFor();
  });
});

it('ends other sessions, forgets a browser, tells what happened, and hands the data over', async () => {
  const page = await portal.open();
  const person = await signedIn(page);
  const elsewhere = await portal.open();
  await reachCode(elsewhere, person);
  // So soon after the first, the second code has to wait; then it leaves by itself.
  expect(await partsOf(elsewhere).sentTo.textContent()).toBe(words['en-GB'].signInScript.sentBy.email.none);
  await travel(elsewhere, portal, 31);
  await enterCode(elsewhere, await codeOf(portal.run, person, 2));

  await chooseOwn(page, '[href="/portal/security/"]');
  const rows = (id: string) => page.locator(`#${id} > li`);
  await expect.poll(() => rows('sessions').count(), PATIENCE).toBe(2);
  expect(await rows('sessions').first().textContent()).toContain(words['en-GB'].ownDataScript.thisBrowser);
  await page.locator('#end-others').click();
  await expect.poll(() => rows('sessions').count(), PATIENCE).toBe(1);
  await lookAgain(elsewhere);
  await elsewhere.waitForURL((url) => url.pathname === '/');

  await rows('browsers').filter({ hasNotText: 'This browser' }).getByRole('button').click();
  await expect.poll(() => rows('browsers').count(), PATIENCE).toBe(1);
  await expect
    .poll(() => rows('activity').allTextContents())
    .toEqual([
      expect.stringContaining('You signed in'),
      expect.stringContaining('You signed in'),
      expect.stringMatching(/The account was created.*An operator$/),
    ]);

  await travel(page, portal, 31);
  await page.locator('#download-data').click();
  const downloading = page.waitForEvent('download');
  await confirmIt(page, portal, person);
  const file = await (await downloading).path();
  const data = JSON.parse(readFileSync(file, 'utf8'));
  expect(data.account).toMatchObject({ email: person.email, name: person.name });
  expect(data.sessions).toHaveLength(1);
  await ownPartsOf(page).message.waitFor();
  await expect.poll(() => rows('activity').count(), PATIENCE).toBeGreaterThan(4);
});
