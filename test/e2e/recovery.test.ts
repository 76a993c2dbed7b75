import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { words } from '../../locales/pages/words.ts';
import { usePortal } from './portal.ts';
import {
  loseAnswer,
  NEW_PASSWORD,
  reachReset,
  reset,
  resetCode,
  resetMessage,
  resetPartsOf,
  returnToSignIn,
  say,
} from './recovery-verbs.ts';
import { codeOf, enterCode, focused, partsOf, signIn, travel, typePassword, wrong } from './verbs.ts';

const portal = usePortal();
const { formScript, newPasswordScript, problems, recovery, reset: labels, resetScript, resetProblems } = words['en-GB'];

const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe.each([
  { channel: 'email', size: 'desktop', options: desktop },
  { channel: 'sms', size: 'phone', options: phone },
] as const)('by $channel, at $size size', ({ channel, options }) => {
  it('goes from Forgot Password? to the dashboard', async () => {
    const person = await portal.newPerson({ channel });
    const page = await portal.open(options);
    await page.getByRole('link', { name: 'Forgot Password?' }).click();
    await page.waitForURL('**/recovery/');
    await reachReset(page, person.email);
    expect(await focused(page)).toBe('reset-code');
    const to = channel === 'sms' ? person.phone : person.email;
    const message = await resetMessage(portal.run, to);
    expect(message.channel).toBe(channel);
    await reset(page, await resetCode(portal.run, to));
    await resetPartsOf(page).done.waitFor();
    expect(await focused(page)).toBe('done-heading');
    const isNotice = ({ text }: { text: string }) => /password/.test(text) && !/code/.test(text);
    expect(
      await portal.run.nextMessage((sent) => [person.email, person.phone].includes(sent.to) && isNotice(sent)),
    ).toBeDefined();

    await page.getByRole('link', { name: 'Click here to return to log in page' }).click();
    await page.waitForURL((url) => url.pathname === '/');
    expect(await partsOf(page).identifier.inputValue()).toBe(person.email);
    await typePassword(page, person, NEW_PASSWORD);
    await enterCode(page, await codeOf(portal.run, person));
  });
});

it('tells everybody the same, whoever there is, and ends no session by asking', async () => {
  const person = await portal.newPerson();
  const signedIn = await portal.open();
  await signIn(signedIn, portal, person);
  const pages = await Promise.all([portal.open({ path: '/recovery/' }), portal.open({ path: '/recovery/' })]);
  await Promise.all([reachReset(pages[0], person.email), reachReset(pages[1], 'nobody@example.org')]);
  const [known, unknown] = await Promise.all(
    pages.map(async (page) => (await page.locator('main').innerText()).replace(/\d+:\d\d|\S+@\S+/g, '…')),
  );
  expect(unknown).toBe(known);
  expect(known).toContain(labels.sent.any);
  await Promise.all(pages.map((page) => reset(page, '00000000')));
  await Promise.all(pages.map((page) => resetPartsOf(page).codeError.waitFor()));
  const errors = pages.map((page) => resetPartsOf(page).codeError.textContent());
  expect(await Promise.all(errors)).toEqual(Array(2).fill(resetScript.codeRefused.other.replace('{count}', '4')));
  await signedIn.reload();
  await signedIn.locator('#portal[data-known="true"]').waitFor();
});

it('takes a code as it is pasted, and shows each rule as it is met', async () => {
  const page = await portal.open({ path: '/recovery/' });
  await reachReset(page, 'nobody@example.org');
  const { code, password, rule } = resetPartsOf(page);
  await code.fill(' 1234-5678 9');
  expect(await code.inputValue()).toBe('12345678');
  const states = () =>
    Promise.all(['length', 'three-kinds', 'two-of-each'].map((name) => rule(name).getAttribute('data-state')));
  expect(await states()).toEqual(['open', 'open', 'open']);
  await password.fill('Houten');
  expect(await states()).toEqual(['open', 'open', 'open']);
  await password.fill('Ho1');
  expect(await states()).toEqual(['open', 'met', 'open']);
  await password.fill(NEW_PASSWORD);
  expect(await states()).toEqual(['met', 'met', 'met']);
  expect(await rule('length').textContent()).toBe('Met: 10 to 17 characters');
  await page.locator('#rules-status', { hasText: newPasswordScript.allMet }).waitFor();
  expect(await page.locator('#identity').inputValue()).toBe('nobody@example.org');
});

it('says under each field what is missing, and takes the focus to the first', async () => {
  const page = await portal.open({ path: '/recovery/' });
  const { ask, identifier, code, codeError, password, passwordError, confirm, confirmError, submit } =
    resetPartsOf(page);
  await ask.click();
  expect(await page.locator('#identifier-error').textContent()).toBe(formScript.missingUserName);
  await reachReset(page, 'nobody@example.org');
  await submit.click();
  expect(await codeError.textContent()).toBe(resetScript.codeIncomplete);
  expect(await passwordError.textContent()).toBe(newPasswordScript.missing);
  expect(await focused(page)).toBe('reset-code');
  await code.fill('12345678');
  await password.fill('short');
  await confirm.fill('shorter');
  await confirm.press('Enter');
  expect(await passwordError.textContent()).toBe(newPasswordScript.notMet);
  expect(await confirmError.textContent()).toBe(newPasswordScript.mismatch);
  expect(await focused(page)).toBe('new-password');
  expect(await identifier.inputValue()).toBe('nobody@example.org');
});

it('loses nothing that was typed: no network, an outage, a wrong code, a refused password', async () => {
  const person = await portal.newPerson();
  const page = await portal.open({ path: '/recovery/' });
  const { code, codeError, password, passwordError, confirm, resetMessage: message, done, rule } = resetPartsOf(page);
  await reachReset(page, person.email);
  const right = await resetCode(portal.run, person.email);
  const typed = () => Promise.all([code, password, confirm].map((field) => field.inputValue()));

  await page.route('**/api/recovery/password', (route) => route.abort());
  await reset(page, right);
  await page.locator('#reset-message', { hasText: problems.network }).waitFor();
  expect(await typed()).toEqual([right, NEW_PASSWORD, NEW_PASSWORD]);
  await page.unroute('**/api/recovery/password');

  await portal.run.faults.add({ service: 'dynamodb', error: 'InternalServerError', times: 40 });
  await resetPartsOf(page).submit.click();
  await page.locator('#reset-message', { hasText: problems['temporarily-unavailable'] }).waitFor();
  await portal.run.faults.clear();
  expect(await typed()).toEqual([right, NEW_PASSWORD, NEW_PASSWORD]);
  await page.locator('#reset-message', { hasText: formScript.waitOver }).waitFor();

  await reset(page, `${wrong(right.slice(0, 6))}00`);
  await codeError.waitFor();
  expect(await codeError.textContent()).toContain('4 tries left');
  expect((await typed()).slice(1)).toEqual([NEW_PASSWORD, NEW_PASSWORD]);

  await reset(page, right, 'Anna-de-Vries-12');
  await passwordError.waitFor();
  expect(await passwordError.textContent()).toBe(newPasswordScript.refused['not-own']);
  expect(await rule('not-own').getAttribute('data-state')).toBe('broken');
  expect(await typed()).toEqual([right, 'Anna-de-Vries-12', 'Anna-de-Vries-12']);
  await message.waitFor({ state: 'hidden' });

  await reset(page, right);
  await done.waitFor();
});

it('goes on after a reload, and recognises a submission whose answer was lost', async () => {
  const person = await portal.newPerson();
  const page = await portal.open({ path: '/recovery/' });
  await reachReset(page, person.email);
  await page.reload();
  const { reset: section, submit, done } = resetPartsOf(page);
  await section.waitFor();
  expect(await page.locator('#change-identifier').textContent()).toBe(person.email);
  await loseAnswer(page, '/api/recovery/password');
  await reset(page, await resetCode(portal.run, person.email));
  await page.locator('#reset-message', { hasText: problems.network }).waitFor();
  await submit.click();
  await done.waitFor();
  await returnToSignIn(page);
});

it('sends a new code over the channel that is asked for, after the wait', async () => {
  const person = await portal.newPerson();
  const page = await portal.open({ path: '/recovery/' });
  const { send, resendIn, resetMessage: message, code, done } = resetPartsOf(page);
  await reachReset(page, person.email);
  const first = await resetCode(portal.run, person.email);
  expect(await send('sms').getAttribute('aria-disabled')).toBe('true');
  await travel(page, portal, 31);
  await page.locator('#resend-in', { hasText: resetScript.mayResend }).waitFor();
  await send('sms').click();
  await message.waitFor();
  expect(await message.textContent()).toBe(resetScript.newCode);
  expect(await resendIn.textContent()).toMatch(/in 0:\d\d\.$/);
  expect(await focused(page)).toBe('reset-code');
  const second = await resetCode(portal.run, person.phone);
  expect(await code.inputValue()).toBe('');
  await reset(page, first);
  await resetPartsOf(page).codeError.waitFor();
  await reset(page, second);
  await done.waitFor();
});

it('ends with its last try, its time or its flow, says why, and keeps who it was', async () => {
  const page = await portal.open({ path: '/recovery/' });
  const { askMessage, identifier, codeError, timeLeft, submit, code } = resetPartsOf(page);
  await reachReset(page, 'nobody@example.org');
  for (const left of [4, 3, 2, 1]) {
    await reset(page, `0000000${left}`);
    await page.locator('#reset-code-error', { hasText: `${left} ` }).waitFor();
  }
  await reset(page, '00000000');
  await askMessage.waitFor();
  expect(await askMessage.textContent()).toBe(resetScript.triesGone);
  expect(await identifier.inputValue()).toBe('nobody@example.org');

  await reachReset(page, 'nobody@example.org');
  await travel(page, portal, 601);
  await page.locator('#time-left.expired').waitFor();
  expect(await timeLeft.textContent()).toBe(resetScript.expired);
  await code.fill('12345678');
  await submit.click();
  await codeError.waitFor();
  expect(await codeError.textContent()).toBe(problems['code-expired']);
  await travel(page, portal, 700);
  await askMessage.waitFor();
  expect(await askMessage.textContent()).toBe(resetProblems['flow-ended']);
});

it('mails a forgotten user name to the address on file', async () => {
  const email = 'named@example.org';
  const created = await portal.run.cli(
    ['account', 'create', '--email', email, '--username', 'named', '--password-stdin'],
    'Gracht-en-Pand 42\n',
  );
  expect(created.code).toBe(0);
  const page = await portal.open(phone);
  await page.getByRole('link', { name: 'Forgot Username' }).click();
  await page.waitForURL('**/recovery/username/');
  await say(page, email);
  await resetPartsOf(page).sent.waitFor();
  expect(await resetPartsOf(page).sent.textContent()).toContain(recovery.usernameSent);
  expect(await focused(page)).toBe('sent-heading');
  const { text } = await portal.run.nextMessage(({ to }) => to === email);
  expect(text).toContain('User name: named');
  await page.locator('#ask-again').click();
  await say(page, 'nobody@example.org');
  await resetPartsOf(page).sent.waitFor();
});
