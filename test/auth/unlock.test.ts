import { beforeEach, describe, expect, it } from 'vitest';
import type { Device } from '../../lambdas/auth/device.ts';
import { removeDevice } from '../../lambdas/auth/device-removal.ts';
import { registerPhone } from '../../lambdas/auth/enrolment-phone.ts';
import { addressName } from '../../lambdas/auth/not-me.ts';
import type { ProvedRequest } from '../../lambdas/auth/phone-proof.ts';
import { type UnlockRequest, unlock } from '../../lambdas/auth/unlock.ts';
import { changeFingerprint, changePin, fingerprintChallenge } from '../../lambdas/auth/unlock-change.ts';
import { type Enrolments, enrolmentsOf, KEYS, ORIGIN } from '../harness/enrolments.ts';
import { person, repeatable, START } from '../harness/people.ts';
import { newPin, type PlayedPhone, playPhone, sha256, signed } from '../harness/phone.ts';
import { VISIT } from '../harness/sign-ins.ts';

const HOUR = 3_600_000;
const TEXT = 'the decision';

let rules: Enrolments;
let phone: PlayedPhone;
let device: Device;
let requests: number;

beforeEach(async () => {
  rules = await enrolmentsOf(person());
  const begun = await rules.begin();
  phone = playPhone(ORIGIN);
  device = await registerPhone(rules.app, phone.keys(begun.token, { withFinger: true }), { visit: VISIT, now: START });
  await rules.type(begun, rules.number(device));
  phone.account = rules.account.id;
  phone.device = device.id;
  requests = 0;
});

const current = async () => (await rules.store.devices.look(rules.account.id, device.id)).device ?? device;

const needs = () => ({
  store: rules.store.devices,
  keys: KEYS,
  origin: ORIGIN,
  async revoke(revoked: Device, visit: Device['visit']) {
    const removal = { store: rules.store.devices, random: repeatable(900) };
    await removeDevice(removal, revoked, { by: 'wrong-pins' }, visit);
  },
});

/** A proved request with a nonce of its own, made at that time. */
async function request(now: number): Promise<ProvedRequest> {
  requests += 1;
  const name = `request-${requests}-`.padEnd(43, 'x');
  return { device: await current(), account: rules.account, nonce: `nonce-${requests}`, nonceAt: now, request: name };
}

/** What comes of it: `right`, or the refusal and what it tells. */
async function outcome(proved: ProvedRequest, asked: Partial<UnlockRequest>, now: number): Promise<unknown> {
  try {
    const right = await unlock(needs(), proved, { text: TEXT, visit: { ...VISIT, at: now }, now, ...asked });
    await rules.store.devices.clearTries(right, { ...VISIT, at: now });
    return 'right';
  } catch (refusal) {
    const { code, facts } = Object(refusal);
    return [code, ...Object.values(Object(facts))];
  }
}

const wrongPin = async (now: number) => outcome(await request(now), { pin: phone.unlock(TEXT, false) }, now);
const rightPin = async (now: number) => outcome(await request(now), { pin: phone.unlock(TEXT) }, now);

describe('a PIN', () => {
  it('T47: 3 wrong lock for 3 hours, 6 for a day, 9 revoke; the owner is told each time', async () => {
    const at = (hours: number) => START + hours * HOUR;
    expect([await wrongPin(at(0)), await wrongPin(at(0) + 1), await wrongPin(at(0) + 2)]).toEqual([
      ['pin-wrong', 2],
      ['pin-wrong', 1],
      ['phone-locked', 3 * 3600],
    ]);
    expect(await rightPin(at(3))).toEqual(['phone-locked', 1]);
    expect([await wrongPin(at(4)), await wrongPin(at(4) + 1), await wrongPin(at(4) + 2)]).toEqual([
      ['pin-wrong', 2],
      ['pin-wrong', 1],
      ['phone-locked', 24 * 3600],
    ]);
    expect(await rightPin(at(28))).toEqual(['phone-locked', 1]);
    expect([await wrongPin(at(29)), await wrongPin(at(29) + 1), await wrongPin(at(29) + 2)]).toEqual([
      ['pin-wrong', 2],
      ['pin-wrong', 1],
      ['phone-unknown'],
    ]);
    expect((await current()).state).toBe('revoked');
    expect((await rules.store.account(rules.account.id))?.devices).toEqual([]);
    const told = (await rules.store.messages()).filter(({ kind }) => kind === 'phone-locked');
    expect(told.map((message) => ('until' in message ? message.until : 'removed'))).toEqual([
      at(3) + 2,
      at(28) + 2,
      'removed',
    ]);
    expect(await rightPin(at(60))).toEqual(['phone-unknown']);
  });

  it('that is right clears the count', async () => {
    await wrongPin(START);
    await wrongPin(START + 1);
    expect(await rightPin(START + 2)).toBe('right');
    expect(await current()).toMatchObject({ pinTries: 0, lastUsed: { at: START + 2 } });
    expect(await wrongPin(START + 3)).toEqual(['pin-wrong', 2]);
  });

  it('is over these bytes: a signature over others is a wrong PIN', async () => {
    const pin = phone.unlock('another decision');
    expect(await outcome(await request(START), { pin }, START)).toEqual(['pin-wrong', 2]);
    expect(await outcome(await request(START + 1), {}, START + 1)).toEqual(['pin-wrong', 1]);
  });

  it('one request never counts twice, nor buys another guess', async () => {
    const first = await request(START + 5);
    const wrong = { pin: phone.unlock(TEXT, false) };
    const four = await Promise.all([1, 2, 3, 4].map(() => outcome(first, wrong, START + 5)));
    expect(four).toEqual(Array.from({ length: 4 }, () => ['pin-wrong', 2]));
    const sameNonce = { ...(await request(START + 5)), nonce: first.nonce };
    expect(await outcome(sameNonce, { pin: phone.unlock(TEXT) }, START + 5)).toEqual(['nonce-needed']);
    const older = { ...(await request(START + 4)) };
    expect(await outcome(older, { pin: phone.unlock(TEXT) }, START + 5)).toEqual(['nonce-needed']);
    expect((await current()).pinTries).toBe(1);
  });

  it('T47: of thirty at once, three are looked at', async () => {
    const asked = await Promise.all(Array.from({ length: 30 }, (_, i) => request(START + i)));
    const all = await Promise.all(asked.map((one) => outcome(one, { pin: phone.unlock(TEXT, false) }, START + 50)));
    expect(all.filter((one) => String(one).startsWith('pin-wrong'))).toHaveLength(2);
    expect((await current()).pinTries).toBe(3);
  });

  it('a ninth try that died is made good by the next request', async () => {
    for (let i = 0; i < 9; i += 1) {
      const now = START + (i + 1) * 25 * HOUR;
      await rules.store.devices.buyPinTry(device, { request: `r${i}`, nonceAt: now, now });
    }
    const now = START + 9 * 25 * HOUR;
    expect(await rightPin(now + 59_000)).toEqual(['phone-locked', 1]);
    expect(await rightPin(now + 60_000)).toEqual(['phone-unknown']);
    expect((await current()).state).toBe('revoked');
  });
});

describe('a fingerprint', () => {
  const challenge = sha256(TEXT);

  it('takes the place of the PIN, with user verification, over this text, at this portal, by this credential', async () => {
    const wrong = [
      phone.finger.get(challenge, { userVerified: false }),
      phone.finger.get(sha256('another')),
      phone.finger.get(challenge, { origin: 'https://evil.example' }),
      playPhone(ORIGIN).finger.get(challenge),
      playPhone('https://evil.example').finger.get(challenge),
      { ...playPhone(ORIGIN).finger.get(challenge), id: phone.finger.id, rawId: phone.finger.id },
    ];
    for (const fingerprint of wrong) {
      const now = START + requests * 25 * HOUR;
      const [code] = Object(await outcome(await request(now), { fingerprint }, now));
      expect(['fingerprint-refused', 'phone-locked']).toContain(code);
    }
    const now = START + 10 * 25 * HOUR;
    const fingerprint = phone.finger.get(challenge, { counter: 7 });
    expect(await outcome(await request(now), { fingerprint }, now)).toBe('right');
    expect((await current()).fingerprint?.counter).toBe(7);
    const replayed = phone.finger.get(challenge, { counter: 7 });
    expect(await outcome(await request(now + 1), { fingerprint: replayed }, now + 1)).toEqual([
      'fingerprint-refused',
      2,
    ]);
  });

  it('a repeat of the same request gets the same answer, though the counter has moved', async () => {
    const [first, fingerprint] = [await request(START), phone.finger.get(challenge, { counter: 3 })];
    expect(await outcome(first, { fingerprint }, START)).toBe('right');
    expect(await outcome(first, { fingerprint }, START)).toBe('right');
  });

  it('wrong ones lock the phone, PIN included', async () => {
    const fingerprint = phone.finger.get('another');
    for (const now of [START, START + 1, START + 2]) await outcome(await request(now), { fingerprint }, now);
    expect(await rightPin(START + 3)).toEqual(['phone-locked', 3 * 3600]);
  });
});

describe('a change', () => {
  const next = newPin();
  const ask = { visit: VISIT, now: START };
  const ofPin = sha256(Buffer.from(next.x, 'base64url'));

  it('of the PIN is signed by the present one and by the new one, for this request', async () => {
    const proved = await request(START);
    const text = phone.change('change-pin', proved.nonce, ofPin);
    const good = { text, pin: phone.unlock(text), next: signed(next, text), ...ask };
    const other = phone.change('change-pin', 'another nonce', ofPin);
    const bad = [
      { ...good, next: signed(newPin(), text) },
      { ...good, text: other, pin: phone.unlock(other), next: signed(next, other) },
      { ...good, next: { ...signed(next, text), signature: phone.unlock(text).signature } },
    ];
    for (const one of bad) {
      await expect(changePin(needs(), proved, one)).rejects.toMatchObject({ code: 'proof-refused' });
    }
    expect((await current()).pinTries).toBe(0);
    await expect(changePin(needs(), proved, { ...good, pin: phone.unlock(text, false) })).rejects.toMatchObject({
      code: 'pin-wrong',
    });
    const second = await request(START + 1);
    const again = phone.change('change-pin', second.nonce, ofPin);
    const right = { text: again, pin: phone.unlock(again), next: signed(next, again), visit: VISIT, now: START + 1 };
    const changed = await changePin(needs(), second, right);
    expect(changed.pin.hash).not.toBe(device.pin.hash);
    expect(await changePin(needs(), { ...second, device: await current() }, right)).toMatchObject({ pin: changed.pin });
    const { email, id } = rules.account;
    const told = (await rules.store.messages()).filter(({ kind }) => kind === 'phone-unlock-changed');
    expect(told).toMatchObject([{ what: 'pin', channel: 'email', phoneName: device.name, createdAt: START + 1 }]);
    const { notMe } = await rules.store.links.look(id, addressName(id, email));
    expect(notMe?.madeAt).toBe(START + 1);
    expect(await rightPin(START + 2)).toEqual(['pin-wrong', 2]);
    const now = START + 3;
    expect(await outcome(await request(now), { pin: signed(next, TEXT) }, now)).toBe('right');
  });

  it('of the fingerprint is behind the PIN, and a new one is made for this phone', async () => {
    const own = playPhone(ORIGIN).finger;
    const proved = await request(START);
    const text = phone.change('change-fingerprint', proved.nonce, sha256(own.id));
    const foreign = own.create(sha256('another phone'));
    const asked = { text, pin: phone.unlock(text), ...ask };
    await expect(changeFingerprint(needs(), proved, { ...asked, next: foreign })).rejects.toMatchObject({
      code: 'proof-refused',
    });
    const made = own.create(fingerprintChallenge(device));
    expect((await changeFingerprint(needs(), proved, { ...asked, next: made })).fingerprint?.id).toBe(own.id);
    const second = await request(START + 1);
    const none = phone.change('change-fingerprint', second.nonce, sha256(''));
    const removal = { text: none, fingerprint: own.get(sha256(none)), next: null, visit: VISIT, now: START + 1 };
    expect((await changeFingerprint(needs(), second, removal)).fingerprint).toBeUndefined();
    expect((await current()).fingerprint).toBeUndefined();
  });

  it('attestation is none: any other is refused, unread', async () => {
    const own = playPhone(ORIGIN).finger;
    const proved = await request(START);
    const text = phone.change('change-fingerprint', proved.nonce, sha256(own.id));
    for (const fmt of ['packed', 'fido-u2f', 'apple', 'other']) {
      const made = own.create(fingerprintChallenge(device), { fmt });
      const asked = { text, pin: phone.unlock(text), next: made, ...ask };
      await expect(changeFingerprint(needs(), proved, asked)).rejects.toMatchObject({ code: 'proof-refused' });
    }
  });
});
