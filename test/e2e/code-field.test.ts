import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { words } from '../../locales/pages/words.ts';
import { usePortal } from './portal.ts';
import { codeOf, enterCode, focused, partsOf, reachCode, signIn, untilSignedIn, wrong } from './verbs.ts';

const portal = usePortal();
const { problems } = words['en-GB'];

/** Pastes a text where the focus is, as a person does. */
async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await page.keyboard.press('ControlOrMeta+V');
}

const countAnswers = (page: Page): (() => number) => {
  let answers = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/sign-in/code') answers += 1;
  });
  return () => answers;
};

it.each([
  ['with a space', (code: string) => `${code.slice(0, 3)} ${code.slice(3)}`],
  ['with words around it', (code: string) => ` Code: ${code}.\n`],
])('takes a pasted code %s, and submits it by itself', async (_, dress) => {
  const person = await portal.newPerson();
  const page = await portal.open();
  await reachCode(page, person);
  await paste(page, dress(await codeOf(portal.run, person)));
  await untilSignedIn(page);
});

it('is what a phone fills in by itself, and a password manager fills in before', async () => {
  const page = await portal.open();
  const { identifier, password, code } = partsOf(page);
  const attributes = (field: typeof code, names: string[]) =>
    Promise.all(names.map((name) => field.getAttribute(name)));
  expect(await attributes(code, ['autocomplete', 'inputmode', 'type', 'name'])).toEqual([
    ...['one-time-code', 'numeric', 'text', 'code'],
  ]);
  expect(await attributes(identifier, ['autocomplete', 'type', 'name'])).toEqual([
    ...['username webauthn', 'text', 'username'],
  ]);
  expect(await attributes(password, ['autocomplete', 'type', 'name'])).toEqual([
    ...['current-password', 'password', 'password'],
  ]);
});

it('submits itself on the sixth digit that is typed', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  await reachCode(page, person);
  expect(await focused(page)).toBe('code');
  await page.keyboard.type(await codeOf(portal.run, person));
  await untilSignedIn(page);
});

it('leaves it to whoever corrects a digit when to submit: Enter', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  const { code } = partsOf(page);
  const answers = countAnswers(page);
  await reachCode(page, person);
  await page.clock.install();
  const right = await codeOf(portal.run, person);
  const typo = `${right.slice(0, 5)}${right.endsWith('1') ? '2' : '1'}`;
  await page.keyboard.type(typo);
  await page.keyboard.press('Backspace');
  await page.keyboard.type(right.slice(5));
  await page.clock.runFor(2000);
  expect(answers()).toBe(0);
  await code.press('Enter');
  await untilSignedIn(page);
  expect(answers()).toBe(1);
});

it('submits once, however often it is asked to', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  const { code, submit } = partsOf(page);
  const answers = countAnswers(page);
  await reachCode(page, person);
  await code.fill(wrong(await codeOf(portal.run, person)));
  // No answer before the last press.
  const pressed = Promise.withResolvers<void>();
  await page.route('**/api/sign-in/code', async (route) => {
    await pressed.promise;
    await route.continue();
  });
  await submit.dblclick();
  await code.press('Enter');
  pressed.resolve();
  await partsOf(page).codeError.waitFor();
  expect(answers()).toBe(1);
});

it('asks for a code once, however often Sign In is pressed', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  const { identifier, password, signIn: button, code } = partsOf(page);
  await identifier.fill(person.email);
  await password.fill('Gracht-en-Pand 42');
  await button.dblclick();
  await code.waitFor();
  const codes = async () => (await portal.run.messages()).filter(({ to }) => to === person.email).length;
  await codeOf(portal.run, person);
  expect(await codes()).toBe(1);
});

it('goes on with the code after a reload', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  const { code, pill } = partsOf(page);
  await reachCode(page, person);
  await page.reload();
  await code.waitFor();
  expect(await pill.textContent()).toBe(person.email);
  expect(await focused(page)).toBe('code');
  await enterCode(page, await codeOf(portal.run, person));
});

it('lets the person change who they are', async () => {
  const [person, other] = await Promise.all([portal.newPerson(), portal.newPerson()]);
  const page = await portal.open();
  const { pill, identifier, password } = partsOf(page);
  await reachCode(page, person);
  await pill.click();
  expect(await focused(page)).toBe('identifier');
  expect([await identifier.inputValue(), await password.inputValue()]).toEqual([person.email, '']);
  await signIn(page, portal, other);
});

it('tells a tab that another one has begun a newer sign-in, and recovers', async () => {
  const [person, other] = await Promise.all([portal.newPerson(), portal.newPerson()]);
  const first = await portal.open();
  await reachCode(first, person);
  const second = await portal.open({ context: first.context() });
  await reachCode(second, other);
  const { code, startMessage } = partsOf(first);
  await code.fill(await codeOf(portal.run, person));
  await startMessage.waitFor();
  expect(await startMessage.textContent()).toBe(problems['flow-mismatch']);
  await enterCode(second, await codeOf(portal.run, other));
  await portal.run.advance(60);
  await signIn(first, portal, person, 2);
});
