import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { answer, begin, cardsOn, decisionOf, frameOf, name, numberIn } from '../harness/answering.ts';
import { Browser, type Read } from '../harness/browser.ts';
import { type Functions, startFunctions } from '../harness/functions.ts';
import { cheapHash, idOf, PASSWORD, person, settle } from '../harness/people.ts';
import { PhoneClient } from '../harness/phone-client.ts';

const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);

const KEY = { 'idempotency-key': 'repeat-me-0123456789' };
let functions: Functions;
let browser: Browser;
let desk: Browser;
let client: PhoneClient;
let email: string;
let people = 0;

beforeAll(async () => {
  functions = await startFunctions();
});

/** Somebody whose browser is known and whose phone works, and a desk at which nobody has ever signed in. */
beforeEach(async () => {
  functions.advance(24 * 3600);
  people += 1;
  email = `anna${people}@example.org`;
  await settle(functions.database, person({ id: idOf(`anna-${people}-`), email, passwordHash: cheapHash(PASSWORD) }));
  browser = new Browser(functions);
  desk = new Browser(functions);
  client = new PhoneClient(functions);
  await browser.signInWhole(email);
  await client.activate(browser);
  await functions.deliver();
});

const counted = (metric: string) => stdout.mock.calls.filter(([line]) => String(line).includes(`"${metric}":1`)).length;
const card = async () => (await cardsOn(client))[0] ?? { approval: '', text: '{}', endsInSeconds: 0 };
const redeem = (from: Browser, { body }: Read, headers = {}) =>
  from.ask('POST /api/sign-in/phone/result', { flow: body.flow }, headers);

describe('a sign-in by user name', () => {
  it('shows a picture, is picked and accepted on the phone, and signs the browser in, once', async () => {
    const accepted = counted('ApprovalsAccepted');
    const named = await name(desk, email);
    expect(named.body).toMatchObject({ step: 'phone', state: 'compare', endsInSeconds: 120, flowEndsInSeconds: 1200 });
    expect((await redeem(desk, named)).body.code).toBe('approval-waiting');
    const shown = await card();
    expect(shown).toMatchObject({ endsInSeconds: 120, approval: expect.stringMatching(/^[\w-]{43}$/) });
    expect(JSON.parse(shown.text).pictures).toContainEqual(named.body.picture);
    expect((await answer(client, shown, { choice: numberIn(named) })).body).toEqual({ decision: 'accepted' });
    expect(counted('ApprovalsAccepted') - accepted).toBe(1);
    expect((await desk.ask('GET /api/sign-in/phone')).body).toMatchObject({ state: 'accepted', endsInSeconds: 60 });
    const before = new Map(desk.jar);
    const done = await redeem(desk, named, KEY);
    expect({ status: done.status, body: done.body }).toEqual({ status: 200, body: { step: 'done' } });
    expect(done.cookies.map((cookie) => cookie.split('=')[0])).toEqual([
      '__Host-session',
      '__Host-flow',
      expect.stringMatching(/^__Host-known-[\w-]{12}$/),
    ]);
    expect((await desk.ask('GET /api/session')).body).toMatchObject({ account: { email } });
    // The answer was lost.
    const again = new Browser(functions);
    for (const [each, value] of before) again.jar.set(each, value);
    expect((await redeem(again, named, KEY)).cookies).toEqual(done.cookies);
    again.jar.set('__Host-flow', before.get('__Host-flow') ?? '');
    expect((await redeem(again, named)).body.code).toBe('flow-ended');
    const { emails } = await functions.deliver();
    expect(emails.filter(({ to }) => to === email)).toHaveLength(1);
    // The phone is taken out: what it approved ends with it.
    await browser.ask('POST /api/phones/removal', { phone: client.phone.device });
    expect((await desk.ask('GET /api/session')).body.code).toBe('signed-out');
  });

  it('ends with a wrong pick, kindly told, and with a denial', async () => {
    const named = await name(desk, email);
    expect((await answer(client, await card(), { choice: Number(numberIn(named)) + 1 })).body).toEqual({
      decision: 'mismatched',
    });
    const told = await desk.ask('GET /api/sign-in/phone');
    expect(told.body).toMatchObject({ state: 'mismatched' });
    expect(told.body).not.toHaveProperty('picture');
    expect((await redeem(desk, named)).body.code).toBe('approval-refused');
    await desk.ask('POST /api/sign-in/phone/name', { flow: named.body.flow, identifier: email });
    expect((await answer(client, await card(), { decision: 'deny' })).body).toEqual({ decision: 'denied' });
    expect((await desk.ask('GET /api/sign-in/phone')).body).toMatchObject({ state: 'denied' });
  });

  it('that is reported pauses unknown browsers, counts, and tells by mail', async () => {
    const reported = counted('ApprovalsReported');
    const stranger = await name(desk, email);
    await answer(client, await card(), { decision: 'report' });
    expect(counted('ApprovalsReported') - reported).toBe(1);
    const { emails } = await functions.deliver();
    expect(emails.filter(({ to }) => to === email)).toHaveLength(1);
    await name(new Browser(functions), email);
    expect(await cardsOn(client)).toEqual([]);
    const known = await name(browser, email);
    expect(JSON.parse((await card()).text)).toMatchObject({ newBrowser: false });
    expect(stranger.body.state).toBe(known.body.state);
  });

  it('three wrong PINs lock the phone, and a repeat of one request counts once', async () => {
    const named = await name(desk, email);
    const shown = await card();
    const body = decisionOf(client, shown, { choice: numberIn(named), pin: 'wrong' });
    const proof = client.proofOf('POST /api/phone/decision', body);
    const tried = async () => (await client.ask('POST /api/phone/decision', body, proof)).body;
    expect([await tried(), await tried(), await tried()]).toMatchObject(
      Array(3).fill({ code: 'pin-wrong', triesLeft: 2 }),
    );
    const afresh = async (pin: 'right' | 'wrong') => {
      functions.advance(1);
      await client.ask('POST /api/phone/nonce', {});
      return (await answer(client, shown, { pin, choice: numberIn(named) })).body;
    };
    expect(await afresh('wrong')).toMatchObject({ code: 'pin-wrong', triesLeft: 1 });
    expect(await afresh('wrong')).toMatchObject({ code: 'phone-locked', retryAfterSeconds: 3 * 3600 });
    expect(await afresh('right')).toMatchObject({ code: 'phone-locked' });
    expect((await desk.ask('GET /api/sign-in/phone')).body.state).toBe('compare');
  });

  it('T44: answers everybody alike: an account with a phone, without, locked, paused, pending, and a name nobody has', async () => {
    const [plain, locked] = [`plain${people}@example.org`, `locked${people}@example.org`];
    await settle(functions.database, person({ id: idOf(`plain-${people}-`), email: plain }));
    await settle(functions.database, person({ id: idOf(`locked-${people}-`), email: locked, status: 'locked' }));
    const answers = [];
    for (const identifier of [email, email, plain, locked, 'nobody', 'no such\u200bname']) {
      const each = new Browser(functions);
      const { status, headers, cookies, body } = await name(each, identifier);
      const { picture, flow, series, ...rest } = body;
      const rows = (await functions.database.rows('outbox')).filter(({ kind }) => kind === 'approval-waiting').length;
      answers.push({
        status,
        headers,
        cookies,
        rest,
        picture: Object.keys(Object(picture)),
        series: Object.keys(Object(series)),
        flow: typeof flow,
        rows: rows - answers.length,
      });
      functions.advance(1);
      expect((await each.ask('GET /api/sign-in/phone')).body).toMatchObject({ state: 'compare', endsInSeconds: 119 });
    }
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await cardsOn(client)).toHaveLength(1);
    expect((await functions.deliver()).failures).toBe(0);
  });
});

describe('a sign-in by QR code', () => {
  it('is bound by the scan, says whose phone it was, and needs no picture', async () => {
    const begun = await begin(desk);
    expect(begun.body).toEqual({
      step: 'phone',
      flow: expect.any(String),
      state: 'scan',
      series: { number: 1, key: expect.stringMatching(/^[\w-]{43}$/), second: 0, endsInSeconds: 60 },
      flowEndsInSeconds: 1200,
    });
    functions.advance(70);
    await client.prove('GET /api/phone');
    expect((await client.prove('POST /api/phone/scan', { frame: frameOf(begun) })).body.code).toBe('frame-refused');
    const next = await desk.ask('POST /api/sign-in/phone/series', { flow: begun.body.flow });
    expect(next.body).toMatchObject({ series: { number: 2, second: 0, endsInSeconds: 60 } });
    const scanned = await client.prove('POST /api/phone/scan', { frame: frameOf(next) });
    expect(JSON.parse(String(scanned.body.text))).toMatchObject({ way: 'scan', match: 'none', newBrowser: true });
    const told = await desk.ask('GET /api/sign-in/phone');
    expect(told.body).toMatchObject({ state: 'scanned', person: 'Anna de Vries', endsInSeconds: 120 });
    expect(told.body).not.toHaveProperty('series');
    await answer(client, await card());
    expect((await redeem(desk, begun)).body).toEqual({ step: 'done' });
  });

  it('on the phone itself needs the flow’s own cookie, and says so to the page', async () => {
    const begun = await begin(desk);
    const cookies = [...desk.jar].map(([each, value]) => `${each}=${value}`);
    expect((await client.prove('POST /api/phone/here', {})).body.code).toBe('flow-ended');
    const here = await client.prove('POST /api/phone/here', {}, cookies);
    expect(JSON.parse(String(here.body.text))).toMatchObject({ way: 'here', match: 'none' });
    await answer(client, await card());
    expect((await redeem(desk, begun)).body).toEqual({ step: 'done' });
  });
});

describe('a confirmation on a phone', () => {
  it('lets who is signed in change what the card named', async () => {
    const asked = await browser.ask('POST /api/account/confirmation/phone', { action: 'change-password' });
    expect(asked.body).toMatchObject({ state: 'compare', endsInSeconds: 120 });
    const { flow } = asked.body;
    expect((await browser.ask('POST /api/account/confirmation/phone/result', { flow })).body.code).toBe(
      'approval-waiting',
    );
    const shown = await card();
    expect(JSON.parse(shown.text)).toMatchObject({ purpose: 'change-password', way: 'session', newBrowser: false });
    await answer(client, shown, { choice: numberIn(asked) });
    expect((await browser.ask('GET /api/account/confirmation/phone')).body).toMatchObject({ state: 'accepted' });
    const confirmed = await browser.ask('POST /api/account/confirmation/phone/result', { flow }, KEY);
    expect(confirmed.body).toEqual({ step: 'confirmed', flow, confirmedForSeconds: 300 });
    const changed = await browser.ask('PUT /api/account/password', { flow, password: 'WaterLinie-1672' });
    expect(changed.body).toEqual({ step: 'done' });
    // The epoch has changed: what is asked now is asked of who the account is now.
    expect((await name(browser, email)).body.state).toBe('compare');
    expect(await cardsOn(client)).toHaveLength(1);
  });

  it('vouches for another phone', async () => {
    functions.advance(10 * 60);
    const needed = await browser.ask('POST /api/phones/enrolment', {});
    expect(needed.body.code).toBe('confirmation-needed');
    const asked = await browser.ask('POST /api/account/confirmation/phone', { action: 'activate-phone' });
    const { flow } = asked.body;
    await client.ask('POST /api/phone/nonce', {});
    await answer(client, await card(), { choice: numberIn(asked) });
    await browser.ask('POST /api/account/confirmation/phone/result', { flow });
    const second = new PhoneClient(functions);
    await second.activate(browser, { name: 'Second' }, { flow });
    expect((await browser.ask('GET /api/phones')).body.phones).toHaveLength(2);
  });

  it('is not offered to who has no phone', async () => {
    await browser.ask('POST /api/phones/removal', { phone: client.phone.device });
    const asked = await browser.ask('POST /api/account/confirmation/phone', { action: 'download-data' });
    expect(asked.body.code).toBe('channel-unavailable');
    expect((await browser.ask('GET /api/account/confirmation/phone')).body).toEqual({ step: 'start' });
  });
});
