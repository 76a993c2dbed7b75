import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Browser, codeIn } from '../harness/browser.ts';
import { type Functions, startFunctions } from '../harness/functions.ts';
import { cheapHash, idOf, PASSWORD, person, settle } from '../harness/people.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

const passwordHash = cheapHash(PASSWORD);
const phone = { number: '+31612345678', country: 'NL', verified: true } as const;
let people = 0;
let anna: ReturnType<typeof person>;
let functions: Functions;
let browser: Browser;
let other: Browser;

beforeAll(async () => {
  functions = await startFunctions();
});

beforeEach(async () => {
  functions.advance(3600);
  people += 1;
  const username = `anna${people}`;
  anna = person({ id: idOf(`own-${people}-`), email: `${username}@example.org`, username, passwordHash, phone });
  await settle(functions.database, anna);
  browser = await signedIn(anna.email);
  other = await signedIn(anna.email);
});

/** A browser that signed in a minute ago. */
async function signedIn(email: string): Promise<Browser> {
  const own = new Browser(functions);
  await own.signInWhole(email);
  functions.advance(60);
  return own;
}

const status = async (own: Browser) => (await own.ask('GET /api/session')).status;
const list = async <T>(own: Browser, route: string, key: string) => (await own.ask(route)).body[key] as readonly T[];
const sessions = (own = browser) => list<{ id: string; current: boolean }>(own, 'GET /api/sessions', 'sessions');
const browsers = (own = browser) => list<{ id: string; current: boolean }>(own, 'GET /api/browsers', 'browsers');
const iso = (ago: number) => new Date(functions.now() - ago * 1000).toISOString();
const visit = { browser: 'Firefox, Windows', place: 'Utrecht, NL' };

describe('sessions', () => {
  it('are listed, the own one first, and named by nothing that lets anybody in', async () => {
    const listed = (await browser.ask('GET /api/sessions')).body.sessions;
    expect(listed).toEqual([
      { id: expect.stringMatching(/^[\w-]{22}$/), began: { at: iso(120), ...visit }, usedAt: iso(120), current: true },
      { id: expect.stringMatching(/^[\w-]{22}$/), began: { at: iso(60), ...visit }, usedAt: iso(60), current: false },
    ]);
  });

  it('one is ended at once, and the audit trail says so', async () => {
    const [, second] = await sessions();
    const { body } = await browser.ask('POST /api/sessions/end', { session: second?.id });
    expect(body.sessions).toHaveLength(1);
    expect([await status(browser), await status(other)]).toEqual([200, 401]);
    const entries = await list<{ event: string }>(browser, 'GET /api/activity', 'entries');
    expect(entries[0]).toEqual({ at: iso(0), event: 'session-ended', ...visit });
  });

  it('all others are ended, and not the own one', async () => {
    const third = await signedIn(anna.email);
    await browser.ask('POST /api/sessions/end', { session: 'others' });
    expect([await status(browser), await status(other), await status(third)]).toEqual([200, 401, 401]);
  });

  it('T67: somebody else’s cannot be ended', async () => {
    const [own] = await sessions();
    const bert = person({ id: idOf('own-bert-'), email: 'bert@example.org', username: 'bert', passwordHash });
    await settle(functions.database, bert);
    const stranger = await signedIn(bert.email);
    const { body } = await stranger.ask('POST /api/sessions/end', { session: own?.id });
    expect(body.sessions).toHaveLength(1);
    expect(await status(browser)).toBe(200);
  });

  it('T62: to look at them is no activity', async () => {
    functions.advance(25 * 60);
    for (const route of ['GET /api/sessions', 'GET /api/browsers', 'GET /api/activity']) await browser.ask(route);
    functions.advance(4 * 60);
    expect((await browser.ask('GET /api/sessions')).body.code).toBe('signed-out');
  });
});

describe('known browsers', () => {
  it('are listed, and forgotten: the next sign-in is told to the owner', async () => {
    const [first, second] = await browsers();
    expect([first?.current, second?.current]).toEqual([false, true]);
    await other.ask('POST /api/browsers/removal', { browser: second?.id });
    expect(await browsers(other)).toEqual([expect.objectContaining({ id: first?.id, current: true })]);
    await browser.signInWhole(anna.email);
    const { emails } = await functions.deliver();
    expect(emails.map(({ subject }) => subject)).toEqual(['New sign-in to Example Org']);
  });
});

describe('recent activity', () => {
  it('is told newest first, page by page', async () => {
    functions.advance(600);
    for (let tried = 0; tried < 4; tried += 1) await new Browser(functions).signIn(anna.email, 'wrong');
    const { entries, cursor } = (await browser.ask('GET /api/activity')).body;
    expect(entries).toEqual([
      ...Array.from({ length: 4 }, () => ({
        at: iso(0),
        event: 'sign-in-refused',
        reason: 'wrong-password',
        ...visit,
      })),
      { at: iso(660), event: 'signed-in', ...visit },
      { at: iso(720), event: 'signed-in', ...visit },
    ]);
    expect(cursor).toBeUndefined();
    expect((await browser.ask('GET /api/activity?cursor=made-up')).status).toBe(400);
  });
});

describe('all that is held', () => {
  async function confirmed(action: string): Promise<unknown> {
    const { body } = await browser.ask('POST /api/account/confirmation', { action, password: PASSWORD });
    const { emails, texts } = await functions.deliver();
    await browser.ask('POST /api/account/confirmation/code', { flow: body.flow, code: codeIn([...emails, ...texts]) });
    return body.flow;
  }

  it('is given for a confirmation of that by name, once, without hashes, tokens and keys', async () => {
    const flow = await confirmed('download-data');
    const key = { 'idempotency-key': 'repeat-me-0123456789' };
    const { body } = await browser.ask('POST /api/account/data', { flow }, key);
    expect(body).toMatchObject({
      account: { email: anna.email, phone: { number: '+31612345678', verified: true }, role: 'member' },
      sessions: [{ began: { ...visit } }, { began: { ...visit } }],
      phones: [],
      tickets: [],
      knownBrowsers: [{ last: { ...visit } }, { last: { ...visit } }],
      activity: expect.arrayContaining([{ at: iso(0), event: 'data-downloaded', ...visit }]),
    });
    const rows = (
      await Promise.all((['sessions', 'limits'] as const).map((name) => functions.database.rows(name)))
    ).flat();
    const secrets = rows.flatMap(({ token, scope }) => [token, String(scope ?? '').replace('browser#', '')]);
    const text = JSON.stringify(body);
    for (const secret of [...secrets, anna.epoch, anna.passwordHash])
      if (secret && secret !== 'shared') expect(text).not.toContain(String(secret));
    expect((await browser.ask('POST /api/account/data', { flow }, key)).status).toBe(200);
    expect((await browser.ask('POST /api/account/data', { flow })).body.code).toBe('flow-ended');
  });

  it('T28: is not given for another confirmation, nor without one', async () => {
    const flow = await confirmed('change-password');
    expect((await browser.ask('POST /api/account/data', { flow })).body.code).toBe('confirmation-needed');
    expect((await other.ask('POST /api/account/data', { flow })).body.code).toBe('flow-ended');
  });
});
