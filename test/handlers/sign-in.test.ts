import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { problems } from '../../lambdas/http/problems.ts';
import { Browser, codeIn } from '../harness/browser.ts';
import { type Functions, startFunctions } from '../harness/functions.ts';
import { idOf, PASSWORD, person, settle } from '../harness/people.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

const JSON_HEADERS = { 'cache-control': 'no-store', 'content-type': 'application/json' };
const PROBLEM_HEADERS = { 'cache-control': 'no-store', 'content-type': 'application/problem+json' };
const CHANNELS = [
  { channel: 'email', to: 'a•••@e•••.org' },
  { channel: 'sms', to: '••• •• 78' },
];

let functions: Functions;
let browser: Browser;
let people = 0;
let email: string;

beforeAll(async () => {
  functions = await startFunctions();
});

beforeEach(async () => {
  functions.advance(3600);
  await functions.deliver();
  people += 1;
  email = `anna${people}@example.org`;
  browser = new Browser(functions);
  await settle(
    functions.database,
    person({
      id: idOf(`person-${people}-`),
      email,
      phone: { number: `+3161234${people + 5000}78`.slice(0, 12), country: 'NL', verified: true },
    }),
  );
});

const refusal = (code: keyof typeof problems, facts: object = {}) => ({
  status: problems[code].status,
  headers: PROBLEM_HEADERS,
  cookies: [],
  body: { type: 'about:blank', title: problems[code].title, status: problems[code].status, code, ...facts },
});

const codeStep = (flow: unknown, given: object = {}) => ({
  step: 'code',
  flow,
  channel: 'email',
  channels: [CHANNELS[0], { channel: 'sms', to: expect.stringMatching(/^••• •• \d\d$/) }],
  delivery: 'pending',
  codeEndsInSeconds: 300,
  resendInSeconds: 30,
  triesLeft: 5,
  flowEndsInSeconds: 1200,
  ...given,
});

describe('POST /api/sign-in', () => {
  it('the right password gets the code step and the flow cookie', async () => {
    const answer = await browser.signIn(email);
    const { flow } = answer.body;
    expect(answer).toEqual({
      status: 200,
      headers: JSON_HEADERS,
      cookies: [
        expect.stringMatching(
          new RegExp(`^__Host-flow=${flow}\\.[\\w-]{43}; Max-Age=1200; Path=/; Secure; HttpOnly; SameSite=Strict$`),
        ),
      ],
      body: codeStep(expect.stringMatching(/^[\w-]{22}$/)),
    });
  });

  it('a wrong password gets the one refusal', async () => {
    expect(await browser.signIn(email, 'wrong')).toEqual(refusal('sign-in-refused'));
  });

  it('an unknown identifier gets the same, byte for byte', async () => {
    expect(await browser.signIn('nobody@example.org')).toEqual(refusal('sign-in-refused'));
  });

  it('the sixth wrong answer for one identifier from one address is told to wait', async () => {
    for (let tried = 0; tried < 5; tried += 1) await browser.signIn(email, 'wrong');
    expect(await browser.signIn(email)).toEqual({
      ...refusal('too-many-attempts', { retryAfterSeconds: 1 }),
      headers: { ...PROBLEM_HEADERS, 'retry-after': '1' },
    });
  });

  it('a request that is not of the form names the field', async () => {
    const { status, body } = await browser.ask('POST /api/sign-in', { identifier: email });
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ field: 'password', message: expect.any(String) }] },
    });
  });
});

describe('GET /api/sign-in', () => {
  it('says where a sign-in stands, and what became of its message', async () => {
    const { body } = await browser.signIn(email);
    functions.advance(10);
    await functions.deliver();
    expect(await browser.ask('GET /api/sign-in')).toEqual({
      status: 200,
      headers: JSON_HEADERS,
      cookies: [],
      body: codeStep(body.flow, {
        delivery: 'sent',
        codeEndsInSeconds: 290,
        resendInSeconds: 20,
        flowEndsInSeconds: 1190,
      }),
    });
  });

  it('begins at the start in every other browser', async () => {
    await browser.signIn(email);
    expect((await new Browser(functions).ask('GET /api/sign-in')).body).toEqual({ step: 'start' });
  });
});

describe('POST /api/sign-in/code', () => {
  it('the right code begins the session, ends the flow and makes the browser known', async () => {
    const done = await browser.signInWhole(email);
    expect(done).toEqual({
      status: 200,
      headers: JSON_HEADERS,
      cookies: [
        expect.stringMatching(/^__Host-session=[\w-]{22}\.[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/),
        '__Host-flow=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict',
        expect.stringMatching(
          /^__Host-known-[\w-]{12}=[\w-]{43}; Max-Age=15552000; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
        ),
      ],
      body: { step: 'done' },
    });
  });

  it('a known browser keeps its name, and its time begins anew', async () => {
    await browser.signInWhole(email);
    const before = [...browser.jar].find(([name]) => name.startsWith('__Host-known-'));
    functions.advance(60);
    const { cookies } = await browser.signInWhole(email);
    expect(cookies.at(-1)).toContain(`${before?.join('=')}; Max-Age=15552000;`);
  });

  it('a wrong code is refused with the tries that are left', async () => {
    const { body } = await browser.signIn(email);
    const code = codeIn((await functions.deliver()).emails) === '000000' ? '000001' : '000000';
    expect(await browser.ask('POST /api/sign-in/code', { flow: body.flow, code })).toEqual(
      refusal('code-refused', { triesLeft: 4 }),
    );
  });

  it('the repeat of a lost answer gets the same cookies, under its Idempotency-Key', async () => {
    const { body } = await browser.signIn(email);
    const answer = { flow: body.flow, code: codeIn((await functions.deliver()).emails) };
    const key = { 'idempotency-key': 'repeat-me-0123456789' };
    const flowCookie = browser.jar.get('__Host-flow') ?? '';
    const first = await browser.ask('POST /api/sign-in/code', answer, key);
    browser.jar.set('__Host-flow', flowCookie);
    expect(await browser.ask('POST /api/sign-in/code', answer, key)).toEqual(first);
    browser.jar.set('__Host-flow', flowCookie);
    expect(await browser.ask('POST /api/sign-in/code', answer)).toEqual(refusal('flow-ended'));
  });

  it('without a flow there is nothing to answer', async () => {
    const answer = { flow: idOf('made-up'), code: '123456' };
    expect(await browser.ask('POST /api/sign-in/code', answer)).toEqual(refusal('flow-ended'));
    await browser.signIn(email);
    expect(await browser.ask('POST /api/sign-in/code', answer)).toEqual(refusal('flow-mismatch'));
  });
});

describe('POST /api/sign-in/send', () => {
  it('sends a new code over the other channel', async () => {
    const { body } = await browser.signIn(email);
    functions.advance(30);
    expect(await browser.ask('POST /api/sign-in/send', { flow: body.flow, channel: 'sms' })).toEqual({
      status: 200,
      headers: JSON_HEADERS,
      cookies: [],
      body: codeStep(body.flow, { channel: 'sms', flowEndsInSeconds: 1170 }),
    });
    const { emails, texts } = await functions.deliver();
    expect({ emails, texts: texts.length }).toEqual({ emails: [], texts: 1 });
    const done = await browser.ask('POST /api/sign-in/code', { flow: body.flow, code: codeIn(texts) });
    expect(done.body).toEqual({ step: 'done' });
  });

  it('says how long to wait', async () => {
    const { body } = await browser.signIn(email);
    functions.advance(10);
    expect(await browser.ask('POST /api/sign-in/send', { flow: body.flow, channel: 'email' })).toEqual({
      ...refusal('send-too-soon', { retryAfterSeconds: 20 }),
      headers: { ...PROBLEM_HEADERS, 'retry-after': '20' },
    });
  });
});

describe('T27: nothing is usable before the second factor', () => {
  it('neither the cookie of the flow nor what is made of it opens a session', async () => {
    const { body } = await browser.signIn(email);
    const flow = browser.jar.get('__Host-flow') ?? '';
    const [, secret = ''] = flow.split('.');
    for (const value of [flow, `${idOf(`person-${people}-`)}.${secret}`, `${String(body.flow)}.${secret}`]) {
      const thief = new Browser(functions);
      thief.jar.set('__Host-session', value);
      expect(await thief.ask('GET /api/session')).toEqual(refusal('signed-out', { reason: 'ended' }));
    }
    expect(await browser.ask('GET /api/session')).toEqual(refusal('signed-out', { reason: 'none' }));
  });
});

it('no answer tells anything of the tables: no hash, no epoch, no password', async () => {
  const answers = [
    await browser.signIn(email),
    await browser.ask('GET /api/sign-in'),
    await browser.signInWhole(email),
  ];
  const told = JSON.stringify(answers);
  for (const hidden of ['epoch', 'argon2', 'secretHash', 'passwordHash', 'tally', PASSWORD, email])
    expect(told).not.toContain(hidden);
});
