import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Browser, codeIn } from '../harness/browser.ts';
import { type Email, type Functions, startFunctions, type Text } from '../harness/functions.ts';
import { cheapHash, PASSWORD, person, settle } from '../harness/people.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

const NEW_PASSWORD = 'ZolderRaam 2051';
const KEY = { 'idempotency-key': 'repeat-me-0123456789' };
const PHONE = { number: '+31612345678', country: 'NL', verified: true } as const;
let functions: Functions;
let browser: Browser;

beforeEach(async () => {
  functions = await startFunctions();
  await settle(functions.database, person({ passwordHash: cheapHash(PASSWORD), phone: PHONE }));
  browser = new Browser(functions);
  await browser.signInWhole();
  await functions.deliver();
  functions.advance(60);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** Password and code for that action; answers the flow. */
async function confirmed(action: string, own = browser): Promise<unknown> {
  const { body } = await own.ask('POST /api/account/confirmation', { action, password: PASSWORD });
  const { emails, texts } = await functions.deliver();
  const code = codeIn([...emails, ...texts]);
  expect(await own.ask('POST /api/account/confirmation/code', { flow: body.flow, code })).toMatchObject({
    status: 200,
    body: { step: 'confirmed', flow: body.flow, confirmedForSeconds: 300 },
  });
  functions.advance(31);
  return body.flow;
}

/** What the link in the mail carries. */
const tokenIn = (emails: readonly Email[]): string => /\/not-me\/#([\w.-]+)/.exec(emails.at(-1)?.text ?? '')?.[1] ?? '';
const recipients = (messages: readonly (Email | Text)[]): readonly string[] => messages.map(({ to }) => to);
const whoIs = async (own: Browser) => (await own.ask('GET /api/session')).status;

describe('a confirmation', () => {
  it('asks for the password and sends a code whose message names the action', async () => {
    const answer = await browser.ask('POST /api/account/confirmation', { action: 'change-email', password: PASSWORD });
    expect(answer.body).toEqual({
      step: 'code',
      flow: expect.any(String),
      channel: 'email',
      channels: [
        { channel: 'email', to: 'a•••@e•••.org' },
        { channel: 'sms', to: '••• •• 78' },
      ],
      delivery: 'pending',
      codeEndsInSeconds: 300,
      resendInSeconds: 30,
      triesLeft: 5,
      flowEndsInSeconds: 1200,
    });
    const { emails } = await functions.deliver();
    expect(emails).toHaveLength(1);
    expect(emails[0]?.subject).toBe('Your code to change your email address for Example Org');
  });

  it('refuses another password, and nobody without a session', async () => {
    const body = { action: 'change-password', password: 'something else 12' };
    expect((await browser.ask('POST /api/account/confirmation', body)).body.code).toBe('password-wrong');
    const nobody = new Browser(functions);
    expect((await nobody.ask('POST /api/account/confirmation', { ...body, password: PASSWORD })).body.code).toBe(
      'signed-out',
    );
  });

  it('sends a new code over the other channel', async () => {
    const { body } = await browser.ask('POST /api/account/confirmation', {
      action: 'change-email',
      password: PASSWORD,
    });
    functions.advance(31);
    const sent = await browser.ask('POST /api/account/confirmation/send', { flow: body.flow, channel: 'sms' });
    expect(sent.body).toMatchObject({ channel: 'sms', delivery: 'pending', triesLeft: 5 });
    const { texts } = await functions.deliver();
    expect(texts.at(-1)?.text).toContain('changes your email address');
    const code = codeIn(texts);
    const answer = await browser.ask('POST /api/account/confirmation/code', { flow: body.flow, code });
    expect(answer.body.step).toBe('confirmed');
  });
});

describe('a new password', () => {
  it('ends every other session; this browser goes on under a new token, and the owner is told', async () => {
    const other = new Browser(functions);
    await other.signInWhole();
    await functions.deliver();
    functions.advance(60);
    const before = browser.jar.get('__Host-session');
    const flow = await confirmed('change-password');
    const changed = await browser.ask('PUT /api/account/password', { flow, password: NEW_PASSWORD });
    expect(changed.body).toEqual({ step: 'done' });
    expect(browser.jar.get('__Host-session')).not.toBe(before);
    expect([await whoIs(browser), await whoIs(other)]).toEqual([200, 401]);
    const { emails } = await functions.deliver();
    expect(emails.map(({ subject }) => subject)).toEqual(['Your password for Example Org was set']);
    expect(tokenIn(emails)).not.toBe('');
    expect((await new Browser(functions).signIn('anna@example.org', NEW_PASSWORD)).status).toBe(200);
    expect((await new Browser(functions).signIn()).status).toBe(401);
  });

  it('is the answer again where it was lost, to the same caller only', async () => {
    const flow = await confirmed('change-password');
    const [session = '', cookie = ''] = [browser.jar.get('__Host-session'), browser.jar.get('__Host-flow')];
    await browser.ask('PUT /api/account/password', { flow, password: NEW_PASSWORD }, KEY);
    const token = browser.jar.get('__Host-session');
    const again = async (headers: Record<string, string>) => {
      browser.jar.set('__Host-session', session).set('__Host-flow', cookie);
      return browser.ask('PUT /api/account/password', { flow, password: NEW_PASSWORD }, headers);
    };
    expect((await again({ 'idempotency-key': 'another-0123456789' })).body.code).toBe('flow-ended');
    expect((await again(KEY)).status).toBe(200);
    expect(browser.jar.get('__Host-session')).toBe(token);
  });

  it('meets the policy, and is not the one before', async () => {
    const flow = await confirmed('change-password');
    for (const password of ['short', PASSWORD])
      expect((await browser.ask('PUT /api/account/password', { flow, password })).body.code).toBe('password-refused');
    expect((await browser.ask('PUT /api/account/password', { flow, password: NEW_PASSWORD })).status).toBe(200);
  });
});

describe('a new e-mail address', () => {
  it('is used when its code came back; the old one is told, and the phone', async () => {
    const flow = await confirmed('change-email');
    const named = await browser.ask('POST /api/account/email', { flow, email: ' Anna@New.example.org ' });
    expect(named.body).toMatchObject({ step: 'code', channels: [{ channel: 'email', to: 'a•••@n•••.org' }] });
    const first = await functions.deliver();
    expect(recipients(first.emails)).toEqual(['anna@new.example.org']);
    expect((await browser.ask('GET /api/account')).body.email).toBe('anna@example.org');
    const code = codeIn(first.emails);
    expect((await browser.ask('POST /api/account/email/code', { flow, code })).body).toEqual({ step: 'done' });
    expect((await browser.ask('GET /api/account')).body.email).toBe('anna@new.example.org');
    const { emails, texts } = await functions.deliver();
    expect(recipients(emails)).toEqual(['anna@example.org']);
    expect(emails[0]?.text).toContain('a•••@n•••.org');
    expect(recipients(texts)).toEqual([PHONE.number]);
    expect((await new Browser(functions).signIn('anna@new.example.org')).status).toBe(200);
    expect((await new Browser(functions).signIn()).status).toBe(401);
  });

  it('that another account has is refused, and only behind its code', async () => {
    await settle(functions.database, person({ email: 'bob@example.org' }));
    const flow = await confirmed('change-email');
    expect((await browser.ask('POST /api/account/email', { flow, email: 'bob@example.org' })).status).toBe(200);
    const code = codeIn((await functions.deliver()).emails);
    const answer = await browser.ask('POST /api/account/email/code', { flow, code });
    expect(answer.body.code).toBe('address-taken');
    expect((await browser.ask('GET /api/account')).body.email).toBe('anna@example.org');
  });

  it('has to be one, and another', async () => {
    const flow = await confirmed('change-email');
    const codeOf = async (email: string) => (await browser.ask('POST /api/account/email', { flow, email })).body.code;
    expect(await codeOf('anna')).toBe('email-invalid');
    expect(await codeOf('ANNA@example.org')).toBe('address-unchanged');
  });
});

describe('a new phone number', () => {
  it('is used when its code came back; the old one is told, and the mailbox', async () => {
    const flow = await confirmed('change-phone');
    expect((await browser.ask('POST /api/account/phone', { flow, phone: '+31 6 8765 4321' })).status).toBe(200);
    const { texts: asked } = await functions.deliver();
    expect(recipients(asked)).toEqual(['+31687654321']);
    const code = codeIn(asked);
    expect((await browser.ask('POST /api/account/phone/code', { flow, code })).status).toBe(200);
    expect((await browser.ask('GET /api/account')).body.phone).toEqual({ number: '+31687654321', verified: true });
    const { emails, texts } = await functions.deliver();
    expect(recipients(texts)).toEqual([PHONE.number]);
    expect(tokenIn(emails)).not.toBe('');
  });

  it('has to be one, in a country that is texted to', async () => {
    const flow = await confirmed('change-phone');
    const codeOf = async (phone: string) => (await browser.ask('POST /api/account/phone', { flow, phone })).body.code;
    expect(await codeOf('0612345678')).toBe('phone-invalid');
    expect(await codeOf('+15005550006')).toBe('phone-country-refused');
    expect(await codeOf(PHONE.number)).toBe('address-unchanged');
  });

  it('can be none: codes go by e-mail from then on', async () => {
    await browser.ask('PATCH /api/account', { channel: 'sms' });
    const flow = await confirmed('change-phone');
    expect((await browser.ask('POST /api/account/phone/removal', { flow })).status).toBe(200);
    const { body } = await browser.ask('GET /api/account');
    expect([body.phone, body.channel]).toEqual([undefined, 'email']);
    expect(recipients((await functions.deliver()).texts)).toEqual([PHONE.number]);
  });
});

describe('language and preferred channel', () => {
  it('are changed freely', async () => {
    expect((await browser.ask('PATCH /api/account', { locale: 'nl', channel: 'sms' })).body).toEqual({
      name: 'Anna de Vries',
      email: 'anna@example.org',
      phone: { number: PHONE.number, verified: true },
      locale: 'nl',
      channel: 'sms',
    });
  });

  it('T67: and nothing else is', async () => {
    const fields = ['email', 'phone', 'role', 'status', 'name', 'epoch', 'passwordHash', 'verified'];
    for (const field of fields)
      expect((await browser.ask('PATCH /api/account', { locale: 'nl', [field]: 'admin' })).body.code).toBe(
        'invalid-request',
      );
    expect((await browser.ask('GET /api/account')).body.locale).toBe('en-GB');
  });

  it('a number that nobody has proved is not preferred', async () => {
    const { verified: _, ...phone } = PHONE;
    const { id, epoch } = person();
    await settle(functions.database, person({ id, epoch, passwordHash: cheapHash(PASSWORD), phone }));
    expect((await browser.ask('PATCH /api/account', { channel: 'sms' })).body.code).toBe('channel-unavailable');
  });
});
