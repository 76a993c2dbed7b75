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

describe('it was not me', () => {
  it('puts back the address, locks the account, and the owner comes back by recovery', async () => {
    const flow = await confirmed('change-email');
    await browser.ask('POST /api/account/email', { flow, email: 'thief@example.com' });
    const code = codeIn((await functions.deliver()).emails);
    await browser.ask('POST /api/account/email/code', { flow, code });
    const token = tokenIn((await functions.deliver()).emails);
    functions.advance(9 * 24 * 3600);

    const owner = new Browser(functions);
    expect((await owner.ask('POST /api/not-me', { token }, KEY)).body).toEqual({ step: 'done' });
    expect((await owner.ask('POST /api/not-me', { token }, KEY)).body).toEqual({ step: 'done' });
    expect((await owner.ask('POST /api/not-me', { token })).body.code).toBe('link-ended');
    expect(await whoIs(browser)).toBe(401);
    expect((await new Browser(functions).signIn()).status).toBe(401);
    const { emails } = await functions.deliver();
    expect(recipients(emails)).toEqual(['anna@example.org']);
    expect(emails[0]?.subject).toBe('Your account for Example Org is locked');

    const begun = await owner.ask('POST /api/recovery', { identifier: 'anna@example.org' });
    const mails = (await functions.deliver()).emails;
    expect(recipients(mails)).toEqual(['anna@example.org']);
    const reset = /(?<![\w.-])\d{8}(?![\w-])/.exec(mails[0]?.text ?? '')?.[0];
    const set = await owner.ask('POST /api/recovery/password', {
      flow: begun.body.flow,
      code: reset,
      password: NEW_PASSWORD,
    });
    expect(set.status).toBe(200);
    expect((await new Browser(functions).signIn('anna@example.org', NEW_PASSWORD)).status).toBe(200);
  });

  it.each(['', 'x', `${'a'.repeat(22)}.${'b'.repeat(22)}.${'c'.repeat(43)}`, 'a.b.c', '../../..'])(
    'garbage gets the answer of a link that has ended: %s',
    async (token) => {
      const answer = await new Browser(functions).ask('POST /api/not-me', { token });
      expect([answer.status, answer.body.code]).toEqual([410, 'link-ended']);
    },
  );
});
