import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import { problems } from '../../lambdas/http/problems.ts';
import { Browser, codeIn, resetCodeIn } from '../harness/browser.ts';
import { type Functions, startFunctions } from '../harness/functions.ts';
import { cheapHash, idOf, PASSWORD, person, settle } from '../harness/people.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

const JSON_HEADERS = { 'cache-control': 'no-store', 'content-type': 'application/json' };
const NEW_PASSWORD = 'WaterLinie-1672';

let functions: Functions;
let browser: Browser;
let people = 0;
let anna: Account;

beforeAll(async () => {
  functions = await startFunctions();
});

beforeEach(async () => {
  functions.advance(3600);
  await functions.deliver();
  people += 1;
  browser = new Browser(functions);
  const email = `anna${people}@example.org`;
  anna = person({ id: idOf(`anna-${people}-`), email, passwordHash: cheapHash(PASSWORD) });
  await settle(functions.database, anna);
});

const refusal = (code: keyof typeof problems, facts: object = {}) => ({
  status: problems[code].status,
  headers: expect.objectContaining({ 'content-type': 'application/problem+json' }),
  cookies: [],
  body: { type: 'about:blank', title: problems[code].title, status: problems[code].status, code, ...facts },
});

const resetStep = (flow: unknown, given: object = {}) => ({
  step: 'reset-code',
  flow,
  codeEndsInSeconds: 600,
  resendInSeconds: 30,
  triesLeft: 5,
  flowEndsInSeconds: 1200,
  ...given,
});

async function begin() {
  const { body } = await browser.ask('POST /api/recovery', { identifier: anna.email });
  return { flow: body.flow, code: resetCodeIn((await functions.deliver()).emails) };
}

describe('POST /api/recovery', () => {
  it('sets the flow cookie and tells what it tells everybody', async () => {
    const answer = await browser.ask('POST /api/recovery', { identifier: anna.email });
    expect(answer).toEqual({
      status: 200,
      headers: JSON_HEADERS,
      cookies: [
        expect.stringMatching(
          new RegExp(
            `^__Host-flow=${answer.body.flow}\\.[\\w-]{43}; Max-Age=1200; Path=/; Secure; HttpOnly; SameSite=Strict$`,
          ),
        ),
      ],
      body: resetStep(expect.stringMatching(/^[\w-]{22}$/)),
    });
    expect(await browser.ask('GET /api/recovery')).toMatchObject({ status: 200, body: resetStep(answer.body.flow) });
  });

  it('mails the code to the address on file, whatever was typed', async () => {
    await browser.ask('POST /api/recovery', { identifier: ` ${anna.email.toUpperCase()} ` });
    const { emails, texts } = await functions.deliver();
    expect([emails.map(({ to }) => to), texts]).toEqual([[anna.email], []]);
  });

  it.each([{}, { identifier: '' }, { identifier: 5 }, { identifier: 'a', more: 1 }, '', 'null'])(
    'refuses %j',
    async (body) => {
      expect(await browser.ask('POST /api/recovery', body)).toMatchObject({ status: 400, cookies: [] });
    },
  );
});

describe('POST /api/recovery/send', () => {
  it('raises the times and refills no tries', async () => {
    const { flow } = await begin();
    expect(await browser.ask('POST /api/recovery/send', { flow, channel: 'email' })).toEqual(
      refusal('send-too-soon', { retryAfterSeconds: 30 }),
    );
    functions.advance(30);
    await browser.ask('POST /api/recovery/password', { flow, code: '00000000', password: NEW_PASSWORD });
    expect((await browser.ask('POST /api/recovery/send', { flow, channel: 'sms' })).body).toEqual(
      resetStep(flow, { triesLeft: 4, flowEndsInSeconds: 1170 }),
    );
  });
});

describe('POST /api/recovery/password', () => {
  it('sets it, ends the flow, and makes the browser known, signed in as nobody', async () => {
    const answer = await browser.ask('POST /api/recovery/password', { ...(await begin()), password: NEW_PASSWORD });
    expect(answer).toEqual({
      status: 200,
      headers: JSON_HEADERS,
      cookies: [
        '__Host-flow=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict',
        expect.stringMatching(
          /^__Host-known-[\w-]{12}=[\w-]{43}; Max-Age=15552000; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
        ),
      ],
      body: { step: 'done' },
    });
    expect((await browser.ask('GET /api/session')).status).toBe(401);
    expect((await browser.signIn(anna.email)).status).toBe(401);
    expect((await browser.signIn(anna.email, NEW_PASSWORD)).body).toMatchObject({ step: 'code' });
  });

  it('names the rules that the password breaks, before a try is bought, and keeps the flow', async () => {
    const { flow, code } = await begin();
    expect(await browser.ask('POST /api/recovery/password', { flow, code, password: 'Password1!' })).toEqual(
      refusal('password-refused', { rules: ['two-of-each', 'not-common'] }),
    );
    expect((await browser.ask('GET /api/recovery')).body).toMatchObject({ triesLeft: 5 });
  });

  it('tells only behind the right code what the password has of its owner', async () => {
    const own = 'DijkGraaf-1953';
    await settle(functions.database, { ...anna, passwordHash: cheapHash(own) });
    const { flow, code } = await begin();
    for (const [password, rule] of [
      [own, 'not-current'],
      ['DeVries-Anna-12', 'not-own'],
    ] as const) {
      expect(
        (await browser.ask('POST /api/recovery/password', { flow, code: '00000000', password })).body,
      ).toMatchObject({ code: 'code-refused' });
      expect((await browser.ask('POST /api/recovery/password', { flow, code, password })).body).toMatchObject({
        code: 'password-refused',
        rules: [rule],
      });
    }
  });

  it('gives a repeat after a lost answer the same cookies, to the same caller under the same key only', async () => {
    const ask = { ...(await begin()), password: NEW_PASSWORD };
    const cookie = browser.jar.get('__Host-flow') ?? '';
    const key = { 'idempotency-key': 'repeat-me-0123456789' };
    const first = await browser.ask('POST /api/recovery/password', ask, key);
    browser.jar.set('__Host-flow', cookie);
    expect(await browser.ask('POST /api/recovery/password', ask)).toEqual(refusal('flow-ended'));
    expect(await browser.ask('POST /api/recovery/password', ask, key)).toEqual(first);
  });
});

describe('POST /api/recovery/username', () => {
  it('mails the user name to the address on file, and tells everybody the same', async () => {
    await settle(functions.database, { ...anna, username: `anna-${people}` });
    expect((await browser.ask('POST /api/recovery/username', { identifier: anna.email })).body).toEqual({
      step: 'sent',
    });
    expect((await browser.ask('POST /api/recovery/username', { identifier: 'nobody' })).body).toEqual({ step: 'sent' });
    const { emails } = await functions.deliver();
    expect(emails).toMatchObject([{ to: anna.email, text: expect.stringContaining(`anna-${people}`) }]);
  });
});

describe('POST /api/sign-in/password', () => {
  it('asks for a new password where an operator knows the old one, then for the code', async () => {
    await settle(functions.database, { ...anna, mustReplacePassword: true });
    const { body } = await browser.signIn(anna.email);
    expect(body).toEqual({ step: 'new-password', flow: body.flow, flowEndsInSeconds: 1200 });
    expect((await browser.ask('GET /api/sign-in')).body).toEqual(body);
    const asked = await browser.ask('POST /api/sign-in/password', { flow: body.flow, password: NEW_PASSWORD });
    expect(asked.body).toMatchObject({ step: 'code', delivery: 'pending', codeEndsInSeconds: 300 });
    const code = codeIn((await functions.deliver()).emails);
    expect((await browser.ask('POST /api/sign-in/code', { flow: body.flow, code })).body).toEqual({ step: 'done' });
    expect((await browser.ask('GET /api/session')).status).toBe(200);
    functions.advance(60);
    expect((await new Browser(functions).signIn(anna.email, NEW_PASSWORD)).body).toMatchObject({ step: 'code' });
  });
});
