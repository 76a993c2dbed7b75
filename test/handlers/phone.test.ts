import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Browser } from '../harness/browser.ts';
import { type Functions, ORIGIN, startFunctions } from '../harness/functions.ts';
import { cheapHash, PASSWORD, person, settle } from '../harness/people.ts';
import { newPin, sha256, signed } from '../harness/phone.ts';
import { PhoneClient, tokenIn } from '../harness/phone-client.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

let functions: Functions;
let browser: Browser;
let client: PhoneClient;

beforeEach(async () => {
  functions = await startFunctions();
  await settle(functions.database, person({ passwordHash: cheapHash(PASSWORD) }));
  browser = new Browser(functions);
  await browser.signInWhole();
  await functions.deliver();
  client = new PhoneClient(functions);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

const rows = async (table: 'devices' | 'flows') => JSON.stringify(await functions.database.rows(table));

describe('an activation, on the phone', () => {
  it('shows whom the link is for, registers all keys, and waits for its number', async () => {
    const { body: begun } = await browser.ask('POST /api/phones/enrolment', {});
    const link = String(begun.link);
    expect(link).toMatch(/^https:\/\/id\.example\.org\/mobile\/#a\.[\w-]{22}\.[\w-]{43}$/);
    expect(await rows('flows')).not.toContain(tokenIn(link).split('.')[2]);
    const shown = await client.ask('POST /api/phone/enrolment', { enrolment: tokenIn(link) });
    expect(shown.body).toEqual({
      person: 'Anna de Vries',
      email: 'a•••@e•••.org',
      browser: 'Firefox, Windows',
      place: 'Utrecht, NL',
      at: new Date(functions.now()).toISOString(),
      endsInSeconds: 300,
    });
    expect((await browser.ask('GET /api/phones/enrolment')).body.state).toBe('opened');
    const { body: registered } = await client.register(link, { withFinger: true });
    expect(registered).toMatchObject({ account: person().id, endsInSeconds: 300 });
    expect(await rows('devices')).not.toContain(client.phone.pin);
    const pending = await client.prove('GET /api/phone');
    expect(pending.body).toEqual({
      device: client.phone.device,
      name: 'Pixel 9',
      state: 'pending',
      person: 'Anna de Vries',
      email: 'anna@example.org',
      fingerprint: { id: client.phone.finger.id },
      number: registered.number,
      pinTriesLeft: 3,
      cards: [],
      pushKey: expect.stringMatching(/^[\w-]{87}$/),
      subscribed: false,
    });
    expect((await client.prove('PATCH /api/phone', { name: 'Early' })).body.code).toBe('phone-unknown');
    await browser.ask('POST /api/phones/enrolment/number', { flow: begun.flow, number: registered.number });
    expect((await client.prove('GET /api/phone')).body).toMatchObject({ state: 'active' });
    expect((await client.prove('GET /api/phone')).body.number).toBeUndefined();
  });
});

describe('a phone that works', () => {
  beforeEach(() => client.activate(browser, { withFinger: true }));

  it('T47: needs its key for every request, and every answer brings a nonce', async () => {
    expect((await client.ask('GET /api/phone')).body.code).toBe('nonce-needed');
    const proof = client.proofOf('GET /api/phone');
    expect((await client.ask('GET /api/phone', undefined, proof)).status).toBe(200);
    functions.advance(120);
    expect((await client.ask('GET /api/phone', undefined, proof)).body.code).toBe('nonce-needed');
    const stranger = new PhoneClient(functions);
    await stranger.ask('POST /api/phone/nonce', {});
    Object.assign(stranger.phone, { account: client.phone.account, device: client.phone.device });
    expect((await stranger.prove('GET /api/phone')).body.code).toBe('proof-refused');
    expect((await stranger.ask('POST /api/phone/nonce', {})).body).toEqual({ nonce: expect.any(String) });
  });

  it('has another name, and is told of what waits by browsers’ own services only', async () => {
    expect((await client.prove('PATCH /api/phone', { name: 'Work' })).body.name).toBe('Work');
    const keys = { p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) };
    const at = (endpoint: string) => ({ subscription: { endpoint, keys } });
    const evil = ['http://fcm.googleapis.com/x', 'https://fcm.googleapis.com.evil.example/x', 'https://10.0.0.1/x'];
    for (const endpoint of evil) {
      expect((await client.prove('PUT /api/phone/push', at(endpoint))).body.code).toBe('push-refused');
    }
    const good = at('https://web.push.apple.com/x');
    expect((await client.prove('PUT /api/phone/push', good)).body.subscribed).toBe(true);
    expect((await client.prove('PUT /api/phone/push', { subscription: null })).body.subscribed).toBe(false);
  });

  it('has another PIN behind the present one, and wrong ones lock it', async () => {
    const next = newPin();
    const bodyWith = (right: boolean) => {
      const change = client.phone.change('change-pin', client.nonce, sha256(Buffer.from(next.x, 'base64url')));
      return { change, pin: client.phone.unlock(change, right), next: signed(next, change) };
    };
    const ask = async (right: boolean) => {
      functions.advance(1);
      await client.ask('POST /api/phone/nonce', {});
      return (await client.prove('PUT /api/phone/pin', bodyWith(right))).body;
    };
    expect(await ask(false)).toMatchObject({ code: 'pin-wrong', triesLeft: 2 });
    expect((await client.prove('GET /api/phone')).body.pinTriesLeft).toBe(2);
    expect(await ask(true)).toMatchObject({ pinTriesLeft: 3 });
    for (const code of ['pin-wrong', 'pin-wrong', 'phone-locked']) expect(await ask(true)).toMatchObject({ code });
    const { emails } = await functions.deliver();
    const told = emails.find(({ subject }) => subject.startsWith('The PIN of your phone'));
    expect(told?.text).toMatch(/Pixel 9.*\/not-me\/#/s);
    expect(emails.some(({ subject }) => subject.startsWith('Your phone is locked'))).toBe(true);
    expect((await browser.ask('GET /api/phones')).body.phones).toMatchObject([{ lockedForSeconds: 3 * 3600 }]);
  });

  it('has no fingerprint any more, or another one, behind what unlocks it', async () => {
    const change = client.phone.change('change-fingerprint', client.nonce, sha256(''));
    const body = { change, pin: client.phone.unlock(change), next: null };
    expect((await client.prove('PUT /api/phone/fingerprint', body)).body.fingerprint).toBeUndefined();
    functions.advance(1);
    await client.ask('POST /api/phone/nonce', {});
    const { account, device, finger } = client.phone;
    const made = finger.create(sha256(`gatehouse-fingerprint.${account}.${device}`));
    const again = client.phone.change('change-fingerprint', client.nonce, sha256(finger.id));
    const next = { ...made, clientExtensionResults: {} };
    const answer = await client.prove('PUT /api/phone/fingerprint', {
      change: again,
      pin: client.phone.unlock(again),
      next,
    });
    expect(answer.body.fingerprint).toEqual({ id: finger.id });
    const subjects = (await functions.deliver()).emails.map(({ subject }) => subject);
    expect(subjects.filter((subject) => /face was (removed|set up)/.test(subject))).toHaveLength(2);
  });

  it('takes itself out of its account, and is nobody then', async () => {
    expect((await client.prove('DELETE /api/phone')).status).toBe(204);
    expect((await client.prove('GET /api/phone')).body.code).toBe('phone-unknown');
    expect((await browser.ask('GET /api/phones')).body.phones).toEqual([]);
    const { emails } = await functions.deliver();
    expect(emails.map(({ text }) => text.includes(`${ORIGIN}/not-me/#`))).toContain(true);
  });
});
