import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { words } from '../../locales/pages/words.ts';
import type { Message } from '../harness/local-run.ts';
import { faultsOf } from './faults.ts';
import { PASSWORD, usePortal } from './portal.ts';
import { loseAnswer, NEW_PASSWORD, resetPartsOf, say } from './recovery-verbs.ts';
import { codeOf, enterCode, focused, partsOf, signIn, typePassword } from './verbs.ts';

const portal = usePortal({ config: 'test/harness/other-choices.config.ts' });
const { newPasswordScript, recovery, signIn: labels } = words['en-GB'];

const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Alone on its line. */
const temporaryIn = (text: string): string | undefined => /^[a-z0-9]{4}(?:-[a-z0-9]{4})+$/m.exec(text)?.[0];

async function temporaryPassword(email: string): Promise<string> {
  const isOurs = ({ to, text }: Message) => to === email && temporaryIn(text) !== undefined;
  return temporaryIn((await portal.run.nextMessage(isOurs)).text) ?? '';
}

describe.each([
  ['desktop', desktop],
  ['phone', phone],
] as const)('at %s size', (_, options) => {
  it('goes from Forgot Password? over a temporary password to the dashboard', async () => {
    const person = await portal.newPerson();
    const page = await portal.open(options);
    await page.getByRole('link', { name: 'Forgot Password?' }).click();
    await page.waitForURL('**/recovery/');
    expect(await faultsOf(page)).toEqual([]);
    await say(page, person.email);
    const { sent, password, confirm, passwordError, rule } = resetPartsOf(page);
    await sent.waitFor();
    expect(await sent.textContent()).toContain(recovery.temporarySent);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Click here to return to log in page' }).click();

    const temporary = await temporaryPassword(person.email);
    await typePassword(page, person, temporary);
    await password.waitFor();
    expect(await focused(page)).toBe('new-password');
    expect(await faultsOf(page)).toEqual([]);
    await page.reload();
    await password.waitFor();
    await password.fill(PASSWORD);
    await confirm.fill(PASSWORD);
    await page.getByRole('button', { name: 'Apply' }).click();
    await passwordError.waitFor();
    expect(await passwordError.textContent()).toBe(newPasswordScript.refused['not-current']);
    expect(await rule('not-current').getAttribute('data-state')).toBe('broken');
    expect(await faultsOf(page)).toEqual([]);
    await password.fill(NEW_PASSWORD);
    await confirm.fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Apply' }).click();
    await enterCode(page, await codeOf(portal.run, person));
  });
});

it('goes on to the code when the answer to Apply was lost', async () => {
  const person = await portal.newPerson();
  const page = await portal.open({ path: '/recovery/' });
  await say(page, person.email);
  const temporary = await temporaryPassword(person.email);
  await page.goto(portal.run.url);
  await typePassword(page, person, temporary);
  const { password, confirm } = resetPartsOf(page);
  await password.fill(NEW_PASSWORD);
  await confirm.fill(NEW_PASSWORD);
  await loseAnswer(page, '/api/sign-in/password');
  await page.locator('#new-password-submit').click();
  await page.locator('#new-password-message').waitFor();
  await page.locator('#new-password-submit').click();
  await enterCode(page, await codeOf(portal.run, person));
});

it('leaves the old password as it is until then, and leads an expired one to a new one', async () => {
  const person = await portal.newPerson();
  const page = await portal.open({ path: '/recovery/' });
  await say(page, person.email);
  const temporary = await temporaryPassword(person.email);
  await portal.run.advance(24 * 3600 + 1);
  await page.goto(portal.run.url);
  await typePassword(page, person, temporary);
  await partsOf(page).passwordError.waitFor();
  expect(await page.locator('#temporary-hint').innerText()).toBe(
    `${labels.temporaryPassword} ${labels.sendTemporaryPassword}`,
  );
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('link', { name: labels.sendTemporaryPassword }).click();
  await page.waitForURL('**/recovery/');
  expect(await resetPartsOf(page).identifier.inputValue()).toBe(person.email);
  await page.goBack();
  await signIn(page, portal, person);
});
