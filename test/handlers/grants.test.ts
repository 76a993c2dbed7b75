import { afterEach, describe, expect, it, vi } from 'vitest';
import { Browser, codeIn, resetCodeIn } from '../harness/browser.ts';
import type { Functions } from '../harness/functions.ts';
import { granted, listenTo, stopListening, touched, touches } from '../harness/grants.ts';
import { cheapHash, PASSWORD, person, settle } from '../harness/people.ts';
import { PhoneClient } from '../harness/phone-client.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

afterEach(() => {
  stopListening();
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** A sign-in with everything that may happen on its way. */
async function everything(functions: Functions): Promise<void> {
  await settle(
    functions.database,
    person({ passwordHash: cheapHash(PASSWORD), phone: { number: '+31612345678', country: 'NL', verified: true } }),
  );
  const browser = new Browser(functions);
  await browser.signIn('nobody');
  await browser.signIn('anna@example.org', 'wrong');
  const { body } = await browser.signIn();
  await browser.ask('GET /api/sign-in');
  functions.advance(30);
  await browser.ask('POST /api/sign-in/send', { flow: body.flow, channel: 'sms' });
  const code = codeIn((await functions.deliver()).texts);
  await browser.ask('POST /api/sign-in/code', { flow: body.flow, code: code === '000000' ? '000001' : '000000' });
  const flowCookie = browser.jar.get('__Host-flow') ?? '';
  const key = { 'idempotency-key': 'repeat-me-0123456789' };
  await browser.ask('POST /api/sign-in/code', { flow: body.flow, code }, key);
  browser.jar.set('__Host-flow', flowCookie);
  await browser.ask('POST /api/sign-in/code', { flow: body.flow, code }, key);
  await recover(functions);
  await change(functions);
  functions.advance(60);
  await browser.signIn();
  await functions.deliver();
  await browser.ask('GET /api/session');
  await browser.ask('POST /api/session/activity');
  await browser.ask('DELETE /api/session');
}

/** A recovery, an activation that is refused, reminders, and the replacement of a password that an operator set. */
async function recover(functions: Functions): Promise<void> {
  const identifier = 'bert@example.org';
  const bert = person({ email: identifier, passwordHash: cheapHash(PASSWORD), mustReplacePassword: true });
  await settle(functions.database, bert);
  const browser = new Browser(functions);
  const signedIn = await browser.signIn(identifier);
  await browser.ask('POST /api/sign-in/password', { flow: signedIn.body.flow, password: 'WaterLinie-1672' });
  await browser.ask('POST /api/recovery/username', { identifier });
  await browser.ask('POST /api/invitation', { identifier, invitation: 'none' });
  functions.advance(30);
  await browser.ask('POST /api/invitation/renew', { identifier });
  functions.advance(30);
  const { body } = await browser.ask('POST /api/recovery', { identifier });
  await browser.ask('GET /api/recovery');
  functions.advance(30);
  await browser.ask('POST /api/recovery/send', { flow: body.flow, channel: 'email' });
  const code = resetCodeIn((await functions.deliver()).emails);
  const password = 'VuurToren-1863';
  const wrong = code === '00000000' ? '00000001' : '00000000';
  await browser.ask('POST /api/recovery/password', { flow: body.flow, code: wrong, password });
  await browser.ask('POST /api/recovery/password', { flow: body.flow, code, password });
}

/** A phone, a wrong password, a confirmation with a second code, a new address, preferences, and "it was not me". */
async function change(functions: Functions): Promise<void> {
  await settle(functions.database, person({ email: 'cora@example.org', passwordHash: cheapHash(PASSWORD) }));
  const browser = new Browser(functions);
  await browser.signInWhole('cora@example.org');
  await new PhoneClient(functions).activate(browser);
  functions.advance(31);
  const asked = { action: 'change-email', password: 'wrong' };
  await browser.ask('POST /api/account/confirmation', asked);
  const { body } = await browser.ask('POST /api/account/confirmation', { ...asked, password: PASSWORD });
  functions.advance(31);
  await browser.ask('POST /api/account/confirmation/send', { flow: body.flow, channel: 'email' });
  const code = codeIn((await functions.deliver()).emails);
  await browser.ask('POST /api/account/confirmation/code', { flow: body.flow, code });
  functions.advance(31);
  await browser.ask('POST /api/account/email', { flow: body.flow, email: 'cora@new.example.org' });
  const proof = codeIn((await functions.deliver()).emails);
  await browser.ask('POST /api/account/email/code', { flow: body.flow, code: proof });
  await browser.ask('PATCH /api/account', { locale: 'nl' });
  const { emails } = await functions.deliver();
  const [, token] = /not-me\/#([\w.-]+)/.exec(emails.map(({ text }) => text).join()) ?? [];
  await browser.ask('POST /api/not-me', { token });
  await functions.deliver();
}

describe('a function touches what flows.ts grants it, and is granted no more than it touches', () => {
  it.each(['sign-in', 'recovery', 'security', 'account'] as const)('%s', async (name) => {
    const functions = await listenTo(name);
    await everything(functions);
    expect(touched(functions)).toEqual(granted(name));
  });
});

it('a request that CloudFront did not send costs no read', async () => {
  const functions = await listenTo('sign-in');
  await functions.call('GET /api/sign-in');
  const before = touches().length;
  const body = { identifier: 'anna@example.org', password: PASSWORD };
  const answer = await functions.call('POST /api/sign-in', { body, headers: { 'x-origin-secret': 'wrong' } });
  expect(answer.statusCode).toBe(403);
  expect(touches().length).toBe(before);
});
