import { describe, expect, test } from 'vitest';
import type { Reply } from './harness/browser.ts';
import { changeAccount } from './harness/person.ts';
import { accepted, askByName, numbersOn, redeem, withPhone } from './harness/phones.ts';
import { report, rounds } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage();

const count = (replies: readonly Reply[], status: number) => replies.filter((reply) => reply.status === status).length;
const session = async (browser: { send(route: 'GET /api/session'): Promise<Reply> }) =>
  (await browser.send('GET /api/session')).status;

describe('T37 an approval that is sent again', () => {
  test('T37 a hundred times, one after the other, at once and the next day: one transition, one session', async () => {
    const { portal } = stage;
    const { person, phone } = await withPhone(portal);
    const asked = await askByName(portal, person.account.email);
    const card = await phone.card();
    const body = phone.answerTo(card, { choice: asked.number });
    const proof = phone.proof('POST /api/phone/decision', body, await phone.nonce());
    const again = () => phone.browser().send('POST /api/phone/decision', body, proof);
    const [first, ...rest] = [await again(), ...(await Promise.all(Array.from({ length: 60 }, again)))];
    for (let i = 0; i < 40; i += 1) rest.push(await again());
    expect(rest.map(({ body: told }) => told)).toEqual(rest.map(() => ({ decision: 'accepted' })));
    expect(first?.body).toEqual({ decision: 'accepted' });
    const redeemed = await Promise.all(Array.from({ length: 20 }, () => redeem(asked.browser.clone(), asked.flow)));
    expect(count(redeemed, 200)).toBe(20);
    const cookies = new Set(
      redeemed.flatMap(({ cookies }) => cookies.filter((one) => one.startsWith('__Host-session='))),
    );
    expect(cookies.size).toBe(1);
    portal.clock.advance(24 * 3600);
    expect((await again()).code).toBe('nonce-needed');
    expect((await phone.ask('POST /api/phone/decision', body)).body).toEqual({ decision: 'accepted' });
    expect((await redeem(asked.browser.clone(), asked.flow)).code).toBe('flow-ended');
    report('T37', { repeats: rest.length + 22, 'sessions per approval': cookies.size });
  });
});

describe('T38 cross use', () => {
  test('T38 what was signed speaks of one question, phone, account, portal, card and choice, and of no other', async () => {
    const { portal } = stage;
    const anna = await withPhone(portal);
    const bert = await withPhone(portal);
    const asked = await askByName(portal, anna.person.account.email);
    const other = await askByName(portal, bert.person.account.email);
    const [card, foreign] = [await anna.phone.card(), await bert.phone.card()];
    const choice = asked.number;
    const changed = [
      { v: 2 },
      { purpose: 'activate-phone' },
      { approval: foreign.approval },
      { account: bert.phone.played.account },
      { device: bert.phone.played.device },
      { origin: 'https://evil.example' },
      { card: 'x'.repeat(43) },
      { extra: true },
    ];
    const refused = [];
    for (const signed of changed) {
      portal.clock.advance(1);
      refused.push(await anna.phone.decide(card, { choice, signed }));
    }
    // Another phone with the right words, and the right phone with another's signature.
    refused.push(await bert.phone.decide(card, { choice }));
    const body = { ...anna.phone.answerTo(card, { choice }), pin: bert.phone.answerTo(card, { choice }).pin };
    portal.clock.advance(1);
    refused.push(await anna.phone.ask('POST /api/phone/decision', body));
    expect(refused.filter(({ status }) => status === 200)).toEqual([]);
    for (const { browser, flow } of [asked, other]) expect((await redeem(browser, flow)).code).toBe('approval-waiting');
    // The header's own words: method, path, body, nonce, key.
    const right = anna.phone.answerTo(card, { choice });
    const nonce = await anna.phone.nonce();
    const proofs = [
      anna.phone.proof('GET /api/phone', undefined, nonce),
      anna.phone.proof('POST /api/phone/scan', right, nonce),
      anna.phone.proof('POST /api/phone/decision', { ...right, pin: undefined }, nonce),
      bert.phone.proof('POST /api/phone/decision', right, nonce),
      {
        dpop: anna.phone.played.prove({ method: 'POST', path: '/api/phone/decision' }, nonce, {
          htu: 'https://evil.example/api/phone/decision',
        }),
      },
      {
        dpop: anna.phone.played.prove(
          { method: 'POST', path: '/api/phone/decision', body: JSON.stringify(right) },
          nonce,
          { more: 1 },
        ),
      },
    ];
    const wrong = [];
    for (const proof of proofs) wrong.push(await anna.phone.browser().send('POST /api/phone/decision', right, proof));
    expect(wrong.filter(({ status }) => status === 200)).toEqual([]);
    // None of it cost anything: the right answer is still taken.
    portal.clock.advance(1);
    expect((await anna.phone.decide(card, { choice })).body).toEqual({ decision: 'accepted' });
    report('T38', { mutations: refused.length + wrong.length, accepted: 0 });
  });
});

test('T39 accept, deny, expiry and a new name at once: one end, which browser and phone both see', async () => {
  const { portal } = stage;
  const { person, phone } = await withPhone(portal);
  const outcomes: string[] = [];
  const n = rounds(12);
  for (let round = 0; round < n; round += 1) {
    portal.clock.advance(25 * 60);
    const asked = await askByName(portal, person.account.email);
    const card = await phone.card();
    const isLate = round % 3 === 0;
    if (isLate) portal.clock.advance(119);
    const accept = phone.decide(card, { choice: asked.number });
    const deny = phone.decide(card, { decision: 'deny', pin: 'none' });
    const again = asked.browser.send('POST /api/sign-in/phone/name', { flow: asked.flow, identifier: 'nobody' });
    if (isLate) portal.clock.advance(1);
    const [accepting, denying] = await Promise.all([accept, deny, again]);
    const told = new Set([accepting, denying].map(({ body, code }) => body.decision ?? code));
    const { status } = await redeem(asked.browser, asked.flow);
    outcomes.push(`${[...told].toSorted().join(' and ')}: ${status === 200 ? 'in' : 'out'}`);
  }
  // Whoever comes second is told what was decided, or that it is over; in is who was accepted and not asked anew.
  expect(outcomes.filter((outcome) => outcome.includes('accepted and denied'))).toEqual([]);
  expect(outcomes.filter((outcome) => outcome.endsWith('in') && !outcome.startsWith('accepted'))).toEqual([]);
  report('T39', { rounds: n, 'rounds with two ends': 0, disagreements: 0 });
});

describe('T40 whose result it is', () => {
  test('T40 who knows the flow’s id, or has another flow, learns nothing and gets nothing', async () => {
    const { portal } = stage;
    const someone = await withPhone(portal);
    const asked = await accepted(portal, someone);
    const thief = portal.browser();
    const own = await askByName(portal, 'nobody', thief);
    const attempts = [
      await redeem(thief, asked.flow),
      await portal.browser().send('POST /api/sign-in/phone/result', { flow: asked.flow }),
      await thief.send('POST /api/sign-in/phone/series', { flow: asked.flow }),
      await thief.send('POST /api/sign-in/phone/name', { flow: asked.flow, identifier: 'nobody' }),
    ];
    const forged = portal.browser();
    forged.jar.set('__Host-flow', `${asked.flow}.${'x'.repeat(43)}`);
    attempts.push(await redeem(forged, asked.flow));
    expect(attempts.filter(({ status }) => status === 200)).toEqual([]);
    expect((await thief.send('GET /api/sign-in/phone')).body.flow).toBe(own.flow);
    expect((await forged.send('GET /api/sign-in/phone')).body).toEqual({ step: 'start' });
    expect((await redeem(asked.browser, asked.flow)).status).toBe(200);
    report('T40', { attempts: attempts.length + 2, leaks: 0 });
  });
});

describe('T41 what has changed since', () => {
  const changes = {
    'the account is locked': async (one: Someone) =>
      changeAccount(stage.portal.database, one.person.account, { status: 'locked' }),
    'the account is disabled': async (one: Someone) =>
      changeAccount(stage.portal.database, one.person.account, { status: 'disabled' }),
    'the password is another': async (one: Someone) =>
      changeAccount(stage.portal.database, one.person.account, { epoch: 'another-epoch-of-22-ch' }),
    'the phone is removed': async (one: Someone) => one.phone.ask('DELETE /api/phone'),
    'the time is over': async () => stage.portal.clock.advance(121),
  };
  type Someone = Awaited<ReturnType<typeof withPhone>>;

  test.each(Object.entries(changes))(
    'T41 %s, before the answer and before the redemption: refused',
    async (_, change) => {
      const { portal } = stage;
      const early = await withPhone(portal);
      const asked = await askByName(portal, early.person.account.email);
      const card = await early.phone.card();
      await change(early);
      expect((await early.phone.decide(card, { choice: asked.number })).status).not.toBe(200);
      expect((await redeem(asked.browser, asked.flow)).status).not.toBe(200);
      const late = await withPhone(portal);
      const decided = await accepted(portal, late);
      expect(decided.decided.body).toEqual({ decision: 'accepted' });
      await change(late);
      expect((await redeem(decided.browser, decided.flow)).status).not.toBe(200);
      expect(await session(decided.browser)).toBe(401);
    },
  );

  test('T41 a session ends with its phone', async () => {
    const one = await withPhone(stage.portal);
    const { browser, flow } = await accepted(stage.portal, one);
    await redeem(browser, flow);
    expect(await session(browser)).toBe(200);
    await one.phone.ask('DELETE /api/phone');
    expect(await session(browser)).toBe(401);
    report('T41', { combinations: 2 * Object.keys(changes).length + 1, accepted: 0 });
  });
});

test('T42 no choice, a wrong one and the right one after it: refused; a careless tap succeeds once in nine', async () => {
  const { portal } = stage;
  const { person, phone } = await withPhone(portal);
  const fates: unknown[] = [];
  const careless: ((right: number, shown: readonly number[]) => readonly (number | undefined)[])[] = [
    () => [undefined],
    () => [100],
    (right, shown) => [shown.find((number) => number !== right), right],
  ];
  for (const choicesOf of careless) {
    portal.clock.advance(25 * 60);
    const asked = await askByName(portal, person.account.email);
    const card = await phone.card();
    const shown = numbersOn(card);
    expect([shown.length, new Set(shown).size, shown.includes(asked.number)]).toEqual([9, 9, true]);
    for (const choice of choicesOf(asked.number, shown)) {
      portal.clock.advance(1);
      fates.push((await phone.decide(card, choice === undefined ? {} : { choice })).body.decision);
    }
    expect((await redeem(asked.browser, asked.flow)).code).toBe('approval-refused');
  }
  expect(fates).toEqual(['mismatched', 'mismatched', 'mismatched', 'mismatched']);
  report('T42', { 'careless success, pick': '1/9', 'careless success, number': '1/90', 'careless, compare': '1/1' });
});
