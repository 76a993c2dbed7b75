import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { problems } from '../../lambdas/http/problems.ts';
import { Browser } from '../harness/browser.ts';
import { type Functions, startFunctions } from '../harness/functions.ts';
import { idOf, person, settle } from '../harness/people.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

const JSON_HEADERS = { 'cache-control': 'no-store', 'content-type': 'application/json' };

let functions: Functions;
let browser: Browser;
let people = 0;
let anna: ReturnType<typeof person>;

beforeAll(async () => {
  functions = await startFunctions();
});

beforeEach(async () => {
  functions.advance(3600);
  people += 1;
  anna = person({ id: idOf(`person-${people}-`), email: `anna${people}@example.org`, username: `anna${people}` });
  browser = new Browser(functions);
  await settle(functions.database, anna);
  await browser.signInWhole(anna.email);
});

const signedOut = (reason: string) => ({
  status: 401,
  headers: { 'cache-control': 'no-store', 'content-type': 'application/problem+json' },
  cookies: [],
  body: { type: 'about:blank', title: problems['signed-out'].title, status: 401, code: 'signed-out', reason },
});

describe('GET /api/session', () => {
  it('says who is signed in, and no more than the page needs', async () => {
    functions.advance(60);
    expect(await browser.ask('GET /api/session')).toEqual({
      status: 200,
      headers: JSON_HEADERS,
      cookies: [],
      body: {
        account: {
          id: anna.id,
          name: 'Anna de Vries',
          email: anna.email,
          username: anna.username,
          locale: 'en-GB',
          role: 'member',
        },
        session: { idleEndsInSeconds: 1740, endsInSeconds: 28_740 },
        phonesToReview: false,
      },
    });
  });

  it('shows the sign-in before this one', async () => {
    const at = new Date(functions.now()).toISOString();
    functions.advance(3600);
    await browser.signInWhole(anna.email);
    expect((await browser.ask('GET /api/session')).body.lastSignIn).toEqual({
      at,
      browser: 'Firefox, Windows',
      place: 'Utrecht, NL',
    });
  });

  it('says why nobody is', async () => {
    expect(await new Browser(functions).ask('GET /api/session')).toEqual(signedOut('none'));
    functions.advance(30 * 60);
    expect(await browser.ask('GET /api/session')).toEqual(signedOut('idle'));
    functions.advance(8 * 3600);
    expect(await browser.ask('GET /api/session')).toEqual(signedOut('expired'));
  });

  it('T10: nobody is, once the account was locked', async () => {
    await settle(functions.database, { ...anna, status: 'locked' });
    expect(await browser.ask('GET /api/session')).toEqual(signedOut('ended'));
  });
});

describe('POST /api/session/activity', () => {
  it('begins the idle time anew', async () => {
    functions.advance(29 * 60);
    expect(await browser.ask('POST /api/session/activity')).toEqual({
      status: 200,
      headers: JSON_HEADERS,
      cookies: [],
      body: { idleEndsInSeconds: 1800, endsInSeconds: 28_800 - 29 * 60 },
    });
    functions.advance(29 * 60);
    expect((await browser.ask('GET /api/session')).status).toBe(200);
  });

  it('is refused when the time is over', async () => {
    functions.advance(30 * 60);
    expect(await browser.ask('POST /api/session/activity')).toEqual(signedOut('idle'));
  });
});

describe('DELETE /api/session', () => {
  const gone = {
    status: 204,
    headers: { 'cache-control': 'no-store', 'clear-site-data': '"cache"' },
    cookies: ['__Host-session=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict'],
    body: {},
  };

  it('T61: the session is dead at once, for whoever has its cookie', async () => {
    const stolen = new Browser(functions);
    stolen.jar.set('__Host-session', browser.jar.get('__Host-session') ?? '');
    expect(await browser.ask('DELETE /api/session')).toEqual(gone);
    expect(browser.jar.has('__Host-session')).toBe(false);
    expect(await stolen.ask('GET /api/session')).toEqual(signedOut('ended'));
    expect(await stolen.ask('POST /api/session/activity')).toEqual(signedOut('ended'));
  });

  it('works with a dead session, a made-up one and none at all', async () => {
    functions.advance(9 * 3600);
    expect(await browser.ask('DELETE /api/session')).toEqual(gone);
    browser.jar.set('__Host-session', `${anna.id}.${'x'.repeat(43)}`);
    expect(await browser.ask('DELETE /api/session')).toEqual(gone);
    expect(await new Browser(functions).ask('DELETE /api/session')).toEqual(gone);
  });

  it('leaves the other browsers of the account signed in', async () => {
    functions.advance(60);
    const other = new Browser(functions);
    await other.signInWhole(anna.email);
    await browser.ask('DELETE /api/session');
    expect((await other.ask('GET /api/session')).status).toBe(200);
  });
});
