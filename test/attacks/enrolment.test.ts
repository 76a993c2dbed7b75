import { describe, expect, test } from 'vitest';
import { newPin, sha256, signed } from '../harness/phone.ts';
import type { Reply } from './harness/browser.ts';
import { accountOf, linkTo, sayNotMe, signedIn } from './harness/changes.ts';
import { AttackPhone, registered, withPhone } from './harness/phones.ts';
import { report, rounds } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage();

const codes = (replies: readonly Reply[]) =>
  replies.map(({ status, code }) => (status === 200 ? 'done' : String(code)));
const count = (told: readonly string[], one: string) => told.filter((code) => code === one).length;

/** A request to change the PIN, with a proof of its own. */
async function changePin(phone: AttackPhone, right: boolean): Promise<() => Promise<Reply>> {
  const [next, nonce] = [newPin(), await phone.nonce()];
  const change = phone.played.change('change-pin', nonce, sha256(Buffer.from(next.x, 'base64url')));
  const body = { change, pin: phone.played.unlock(change, right), next: signed(next, change) };
  return () => phone.browser().send('PUT /api/phone/pin', body, phone.proof('PUT /api/phone/pin', body, nonce));
}

describe('T46 a link that two phones want', () => {
  test('T46 at once: one registers, and one phone is there', async () => {
    const { portal } = stage;
    let both = 0;
    for (let round = 0; round < rounds(6); round += 1) {
      const { browser } = await signedIn(portal);
      const { body } = await browser.send('POST /api/phones/enrolment', {});
      const token = String(body.link).split('#')[1] ?? '';
      const phones = [new AttackPhone(portal), new AttackPhone(portal), new AttackPhone(portal)];
      const replies = await Promise.all(
        phones.map((phone) => phone.browser().send('POST /api/phone/keys', phone.played.keys(token))),
      );
      if (count(codes(replies), 'done') > 1) both += 1;
      expect(codes(replies).toSorted()).toEqual(['done', 'enrolment-ended', 'enrolment-ended']);
    }
    report('T46', { rounds: rounds(6), 'registered twice': both });
  });

  test('T46 two activations that nobody confirmed make one phone', async () => {
    const { portal } = stage;
    const begun = await signedIn(portal);
    const [one, two] = [
      await registered(portal, begun),
      await registered(portal, { ...begun, browser: begun.browser.clone() }),
    ];
    const other = begun.browser.clone();
    const type = (from: typeof other, { flow, number }: typeof one) =>
      from.send('POST /api/phones/enrolment/number', { flow, number });
    await Promise.all([type(begun.browser, one), type(other, two)]);
    expect((await accountOf(portal, begun.person)).devices?.length ?? 0).toBeLessThan(2);
  });
});

describe('T45 a thief who scans first', () => {
  test('T45 his phone works for nobody: one number is looked at, of all at once', async () => {
    const { portal } = stage;
    const victim = await signedIn(portal);
    const { phone, token, flow, number } = await registered(portal, victim);
    const own = new AttackPhone(portal);
    expect((await own.browser().send('POST /api/phone/keys', own.played.keys(token))).code).toBe('enrolment-ended');
    const wrong = Array.from({ length: 20 }, (_, i) => 10 + ((number - 10 + i + 1) % 90));
    const replies = await Promise.all(
      wrong.map((guess) => victim.browser.clone().send('POST /api/phones/enrolment/number', { flow, number: guess })),
    );
    const told = codes(replies);
    expect([count(told, 'number-wrong'), count(told, 'flow-ended')]).toEqual([1, 19]);
    expect((await victim.browser.send('POST /api/phones/enrolment/number', { flow, number })).code).toBe('flow-ended');
    expect((await phone.ask('GET /api/phone')).code).toBe('phone-unknown');
    expect((await accountOf(portal, victim.person)).devices ?? []).toEqual([]);
    report('T45', { guesses: wrong.length, 'numbers compared': count(told, 'number-wrong') });
  });
});

describe('T47 a phone in a thief’s hands', () => {
  test('T47 of many PINs at once three are looked at, and one request is one guess', async () => {
    const { portal } = stage;
    const { phone, person } = await withPhone(portal);
    const guesses = [];
    for (let i = 0; i < 12; i += 1) {
      portal.clock.advance(1);
      guesses.push(await changePin(phone, false));
    }
    const [first] = guesses;
    const again = first ? await Promise.all([first(), first(), first(), first()]) : [];
    const told = codes(again);
    expect(count(told, 'pin-wrong') + count(told, 'nonce-needed')).toBe(4);
    const all = codes(await Promise.all(guesses.map((guess) => guess())));
    expect(all).not.toContain('done');
    const row = (await portal.database.rows('devices')).find(({ id }) => id === phone.played.device);
    expect(row?.pinTries).toBeLessThanOrEqual(3);
    portal.clock.advance(1);
    while (codes([await (await changePin(phone, false))()])[0] !== 'phone-locked') portal.clock.advance(1);
    portal.clock.advance(1);
    expect(codes([await (await changePin(phone, true))()])).toEqual(['phone-locked']);
    const mails = (await portal.deliver()).filter(({ to }) => to[0] === person.account.email);
    expect(mails).toHaveLength(1);
    report('T47', { guesses: guesses.length, 'at once looked at': Number(row?.pinTries), 'before the lock': 3 });
  });

  test('T47 the owner takes it out from the notice: with the account, and for good', async () => {
    const { portal } = stage;
    const theft = await signedIn(portal);
    const { phone, flow, number } = await registered(portal, theft);
    await theft.browser.send('POST /api/phones/enrolment/number', { flow, number });
    expect((await phone.ask('GET /api/phone')).status).toBe(200);
    const link = await linkTo(portal, theft.person.account.email);
    expect((await sayNotMe(portal, link)).status).toBe(200);
    expect((await phone.ask('GET /api/phone')).code).toBe('phone-unknown');
    expect(await accountOf(portal, theft.person)).toMatchObject({ status: 'locked', devices: [] });
    expect((await theft.browser.send('GET /api/session')).code).toBe('signed-out');
  });
});
