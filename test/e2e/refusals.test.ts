import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Page, Request } from 'playwright-core';
import { expect, it } from 'vitest';
import { findLocal } from '../../bin/command-line/local-portal.ts';
import { words } from '../../locales/pages/words.ts';
import { usePortal } from './portal.ts';
import {
  codeMessage,
  codeOf,
  enterCode,
  focused,
  lookAgain,
  partsOf,
  reachCode,
  travel,
  typePassword,
  untilSignedIn,
  wrong,
} from './verbs.ts';

const portal = usePortal();

async function countSessions(): Promise<number> {
  const { database, variables } = await findLocal({ PORT: String(portal.run.port) });
  const client = new DynamoDBClient(database);
  const { Count = 0 } = await client.send(new ScanCommand({ TableName: variables.TABLE_SESSIONS, Select: 'COUNT' }));
  client.destroy();
  return Count;
}

const { problems, signInScript, formScript } = words['en-GB'];

/** Everything about a refusal that a person, or what reads to them, can tell. */
async function refusalOn(page: Page) {
  const { identifier, passwordError, password } = partsOf(page);
  await passwordError.waitFor();
  const marks = async (field: typeof password) => [
    await field.getAttribute('aria-invalid'),
    (await field.getAttribute('aria-describedby'))?.split(' ').includes(`${await field.getAttribute('id')}-error`),
  ];
  return {
    sentence: await passwordError.textContent(),
    focus: await focused(page),
    marks: [await marks(identifier), await marks(password)],
    typed: await identifier.inputValue(),
  };
}

it('T16 says the same of a wrong password, an unknown name and a locked account, and keeps what was typed', async () => {
  const [known, locked] = await Promise.all([portal.newPerson(), portal.newPerson()]);
  await portal.run.cli(['account', 'lock', locked.email]);
  const trials = [
    { who: known, password: 'Not-the-one-42' },
    { who: { email: 'nobody@example.org' }, password: 'Not-the-one-42' },
    { who: locked },
  ];
  for (const { who, password } of trials) {
    const page = await portal.open();
    await typePassword(page, who, password);
    expect(await refusalOn(page)).toEqual({
      sentence: problems['sign-in-refused'],
      focus: 'password',
      marks: [
        ['true', true],
        ['true', true],
      ],
      typed: who.email,
    });
  }
});

it('asks for what is missing, first field first', async () => {
  const page = await portal.open();
  const { signIn, identifierError, passwordError, identifier } = partsOf(page);
  await signIn.click();
  expect(await identifierError.textContent()).toBe(formScript.missingUserName);
  expect(await passwordError.textContent()).toBe(signInScript.missingPassword);
  expect(await focused(page)).toBe('identifier');
  await identifier.fill('anna@example.org');
  await signIn.click();
  expect(await identifierError.isVisible()).toBe(false);
  expect(await focused(page)).toBe('password');
});

it('tells after a wrong code how many tries are left, and starts again after the last', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  const { code, codeError, startMessage, identifier } = partsOf(page);
  await reachCode(page, person);
  const bad = wrong(await codeOf(portal.run, person));
  for (const left of [4, 3, 2, 1]) {
    await code.fill(bad);
    const { one, other } = signInScript.codeRefused;
    await page.getByText((left === 1 ? one : other).replace('{count}', String(left))).waitFor();
    expect(await code.getAttribute('aria-invalid')).toBe('true');
    expect(await focused(page)).toBe('code');
    expect(await codeError.isVisible()).toBe(true);
    await code.fill('');
  }
  await code.fill(bad);
  await startMessage.waitFor();
  expect(await startMessage.textContent()).toBe(signInScript.triesGone);
  expect(await identifier.inputValue()).toBe(person.email);
});

it('offers a new code when the old one has expired', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  const { code, codeError, timeLeft, sendNewOne, codeMessage: message } = partsOf(page);
  await reachCode(page, person);
  const old = await codeOf(portal.run, person);
  await portal.run.advance(301);
  // The page has not noticed yet; the answer tells it.
  await code.fill(old);
  await codeError.waitFor();
  expect(await codeError.textContent()).toBe(problems['code-expired']);
  expect(await timeLeft.textContent()).toContain(signInScript.expired);
  await lookAgain(page);
  await sendNewOne.click();
  await message.waitFor();
  expect(await message.textContent()).toBe(signInScript.newCode);
  expect(await focused(page)).toBe('code');
  await enterCode(page, await codeOf(portal.run, person, 2));
});

it('counts down until a new code may be asked for', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  await page.clock.install();
  await page.reload();
  const { resend, code, codeMessage: message } = partsOf(page);
  await reachCode(page, person);
  const first = await codeOf(portal.run, person);
  expect(await resend.textContent()).toMatch(/^Send a new code in 0:(30|2\d)$/);
  expect(await resend.getAttribute('aria-disabled')).toBe('true');
  // Pressing it too early does nothing.
  await resend.click({ force: true });
  await portal.run.advance(20);
  await page.clock.runFor(20_000);
  expect(await resend.textContent()).toMatch(/^Send a new code in 0:(10|0\d)$/);
  await portal.run.advance(11);
  await page.clock.runFor(11_000);
  expect(await resend.textContent()).toBe(signInScript.resend);
  expect(await resend.getAttribute('aria-disabled')).toBe('false');
  await resend.click();
  await message.waitFor();
  expect(await message.textContent()).toBe(signInScript.newCode);
  const second = await codeOf(portal.run, person, 2);
  expect(await code.inputValue()).toBe('');
  expect(second).not.toBe(first);
});

it('sends the code the other way', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  const { otherWay, sentTo } = partsOf(page);
  await reachCode(page, person);
  await codeMessage(portal.run, person);
  await travel(page, portal, 31);
  expect(await otherWay.textContent()).toBe(signInScript.otherWay.sms);
  await otherWay.click();
  expect(await codeMessage(portal.run, person, 2)).toMatchObject({ channel: 'sms', to: person.phone });
  await page.getByText('by text message to').waitFor();
  expect(await sentTo.textContent()).not.toContain(person.phone);
  expect(await otherWay.textContent()).toBe(signInScript.otherWay.email);
  await enterCode(page, await codeOf(portal.run, person, 2));
});

it('T70 says that a message could not be delivered, and offers the other way', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  const { sentTo, otherWay } = partsOf(page);
  await portal.run.faults.add({ service: 'ses', error: 'MessageRejected', times: 9 });
  await reachCode(page, person);
  await page.locator('#sent-to.failed').waitFor();
  expect(await sentTo.textContent()).toMatch(/^Our email to a•+@e•+\.org could not be delivered\.$/);
  await travel(page, portal, 31);
  await otherWay.click();
  await enterCode(page, await codeOf(portal.run, person));
});

it('T68 loses nothing while the portal is not available, and repeats the very same request', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  const { code, submit, codeMessage: message } = partsOf(page);
  await reachCode(page, person);
  const right = await codeOf(portal.run, person);
  const keys: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (isAnswer(request)) keys.push(request.headers()['idempotency-key']);
  });
  await portal.run.faults.add({ service: 'dynamodb', error: 'InternalServerError', times: 50 });
  await code.fill(right);
  await message.waitFor();
  expect(await message.textContent()).toContain(problems['temporarily-unavailable']);
  expect(await code.inputValue()).toBe(right);
  await portal.run.faults.clear();
  await submit.click();
  await untilSignedIn(page);
  expect(keys).toEqual([keys[0], keys[0]]);
  expect(keys[0]).toMatch(/^[\w-]{22}$/);
});

it('T69 gets the same session when the answer was lost', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  const { code, submit } = partsOf(page);
  await reachCode(page, person);
  const right = await codeOf(portal.run, person);
  const sessions = await countSessions();
  await portal.run.faults.add({ service: 'dynamodb', operation: 'TransactWriteItems', error: 'lost', times: 9 });
  await code.fill(right);
  await page.locator('#code-message:not([hidden]), #code-error:not([hidden])').first().waitFor();
  await portal.run.faults.clear();
  await submit.click();
  await untilSignedIn(page);
  expect(await countSessions()).toBe(sessions + 1);
});

const isAnswer = (request: Request) => new URL(request.url()).pathname === '/api/sign-in/code';
