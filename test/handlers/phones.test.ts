import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Browser, codeIn } from '../harness/browser.ts';
import { type Functions, startFunctions } from '../harness/functions.ts';
import { cheapHash, idOf, PASSWORD, person, settle } from '../harness/people.ts';
import { PhoneClient } from '../harness/phone-client.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

const NUMBER = { number: '+31612345678', country: 'NL', verified: true } as const;
const KEY = { 'idempotency-key': 'repeat-me-0123456789' };
let functions: Functions;
let browser: Browser;
let client: PhoneClient;

beforeEach(async () => {
  functions = await startFunctions();
  await settle(functions.database, person({ passwordHash: cheapHash(PASSWORD), phone: NUMBER }));
  browser = new Browser(functions);
  await browser.signInWhole();
  await functions.deliver();
  client = new PhoneClient(functions);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** Password and code for one more phone; answers the flow. */
async function confirmed(): Promise<unknown> {
  functions.advance(60);
  const { body } = await browser.ask('POST /api/account/confirmation', {
    action: 'activate-phone',
    password: PASSWORD,
  });
  const { emails } = await functions.deliver();
  expect(emails[0]?.subject).toContain('phone');
  await browser.ask('POST /api/account/confirmation/code', { flow: body.flow, code: codeIn(emails) });
  return body.flow;
}

describe('an activation, in the browser', () => {
  it('is begun just after a sign-in, follows the phone, and tells both channels', async () => {
    expect((await browser.ask('GET /api/phones')).body).toEqual({
      phones: [],
      most: 5,
      toReview: false,
      confirmationNeeded: false,
    });
    const { body: begun } = await browser.ask('POST /api/phones/enrolment', {});
    expect(begun).toMatchObject({ step: 'enrolment', state: 'waiting', endsInSeconds: 300 });
    expect((await browser.ask('GET /api/phones/enrolment')).body).toEqual(begun);
    const { body: registered } = await client.register(String(begun.link));
    const followed = await browser.ask('GET /api/phones/enrolment');
    expect(followed.body).toEqual({
      step: 'enrolment',
      flow: begun.flow,
      state: 'registered',
      phone: 'Pixel 9',
      endsInSeconds: 300,
    });
    const typed = { flow: begun.flow, number: registered.number };
    const done = await browser.ask('POST /api/phones/enrolment/number', typed, KEY);
    expect(done.body).toEqual({ ...followed.body, state: 'done', endsInSeconds: 0 });
    expect((await browser.ask('POST /api/phones/enrolment/number', typed, KEY)).body).toEqual(done.body);
    const { emails, texts } = await functions.deliver();
    expect(emails.map(({ text }) => /Pixel 9/.test(text) && /not-me\/#/.test(text))).toEqual([true]);
    expect(texts.map(({ to }) => to)).toEqual([NUMBER.number]);
    expect((await browser.ask('GET /api/phones')).body).toMatchObject({
      phones: [{ id: client.phone.device, name: 'Pixel 9', fingerprint: false }],
      confirmationNeeded: true,
    });
  });

  it('of a second phone needs a confirmation of this action, which is used up', async () => {
    await client.activate(browser);
    expect((await browser.ask('POST /api/phones/enrolment', {})).body.code).toBe('confirmation-needed');
    const flow = await confirmed();
    const cookie = browser.jar.get('__Host-flow') ?? '';
    await new PhoneClient(functions).activate(browser, { name: 'iPhone' }, { flow });
    expect((await browser.ask('GET /api/phones')).body.phones).toHaveLength(2);
    browser.jar.set('__Host-flow', cookie);
    expect((await browser.ask('POST /api/phones/enrolment', { flow })).body.code).toBe('flow-ended');
  });

  it('T40: is this browser’s: another one of the same person sees nothing of it', async () => {
    const other = new Browser(functions);
    functions.advance(60);
    await other.signInWhole();
    const { body: begun } = await browser.ask('POST /api/phones/enrolment', {});
    const { body: registered } = await client.register(String(begun.link));
    other.jar.set('__Host-flow', browser.jar.get('__Host-flow') ?? '');
    expect((await other.ask('GET /api/phones/enrolment')).body).toEqual({ step: 'start' });
    const typed = { flow: begun.flow, number: registered.number };
    expect((await other.ask('POST /api/phones/enrolment/number', typed)).body.code).toBe('flow-ended');
    const mismatched = { ...typed, flow: idOf('another') };
    expect((await browser.ask('POST /api/phones/enrolment/number', mismatched)).body.code).toBe('flow-mismatch');
    expect((await new Browser(functions).ask('GET /api/phones')).body.code).toBe('signed-out');
  });

  it('T45: a wrong number forgets the phone', async () => {
    const { body: begun } = await browser.ask('POST /api/phones/enrolment', {});
    const { body: registered } = await client.register(String(begun.link));
    const number = registered.number === 99 ? 10 : Number(registered.number) + 1;
    const wrong = await browser.ask('POST /api/phones/enrolment/number', { flow: begun.flow, number });
    expect(wrong.body.code).toBe('number-wrong');
    expect((await browser.ask('GET /api/phones/enrolment')).body.state).toBe('ended');
    expect((await client.prove('GET /api/phone')).body.code).toBe('phone-unknown');
  });
});

describe('the phones of an account', () => {
  beforeEach(() => client.activate(browser));

  it('are renamed and removed; nobody else’s', async () => {
    const phone = client.phone.device;
    expect((await browser.ask('PATCH /api/phones', { phone, name: 'Old' })).body.phones).toMatchObject([
      { name: 'Old' },
    ]);
    expect((await browser.ask('PATCH /api/phones', { phone: idOf('x'), name: 'Old' })).body.code).toBe('phone-unknown');
    expect((await browser.ask('POST /api/phones/removal', { phone: idOf('x') })).body.code).toBe('phone-unknown');
    expect((await browser.ask('POST /api/phones/removal', { phone })).body.phones).toEqual([]);
    expect((await browser.ask('POST /api/phones/removal', { phone })).body.code).toBe('phone-unknown');
    expect((await client.prove('GET /api/phone')).body.code).toBe('phone-unknown');
  });

  it('end the sessions that they approved', async () => {
    const session = browser.jar.get('__Host-session')?.split('.')[0];
    const { client: database, tables } = functions.database;
    const [row] = (await functions.database.rows('sessions')).filter(({ account }) => account === session);
    const change = (device: string) =>
      database.send(
        new UpdateCommand({
          TableName: tables.sessions,
          Key: { account: row?.account, token: row?.token },
          UpdateExpression: 'SET device = :device',
          ExpressionAttributeValues: { ':device': device },
        }),
      );
    await change(client.phone.device);
    expect((await browser.ask('GET /api/session')).status).toBe(200);
    expect((await client.prove('DELETE /api/phone')).status).toBe(204);
    expect((await browser.ask('GET /api/session')).body).toMatchObject({ code: 'signed-out', reason: 'ended' });
  });

  it('are looked at after a recovery', async () => {
    const { client: database, tables } = functions.database;
    await database.send(
      new UpdateCommand({
        TableName: tables.accounts,
        Key: { id: person().id },
        UpdateExpression: 'SET recovered = :recovered',
        ExpressionAttributeValues: { ':recovered': { at: functions.now(), channel: 'email' } },
      }),
    );
    expect((await browser.ask('GET /api/phones')).body.toReview).toBe(true);
    expect((await browser.ask('GET /api/session')).body.phonesToReview).toBe(true);
    functions.advance(1);
    const kept = await browser.ask('POST /api/phones/review', { keep: [client.phone.device] });
    expect(kept.body).toMatchObject({ toReview: false, phones: [{ id: client.phone.device }] });
    expect((await browser.ask('GET /api/session')).body.phonesToReview).toBe(false);
    expect((await browser.ask('POST /api/phones/review', { keep: [] })).body.phones).toEqual([]);
    expect((await client.prove('GET /api/phone')).body.code).toBe('phone-unknown');
    const { emails } = await functions.deliver();
    expect(emails.filter(({ text }) => text.includes('Pixel 9')).length).toBeGreaterThan(0);
  });
});
