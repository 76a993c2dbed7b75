import { describe, expect, test } from 'vitest';
import { ORIGIN } from './harness/browser.ts';
import { signedIn } from './harness/changes.ts';
import { changeAccount } from './harness/person.ts';
import { AttackPhone, askByName, redeem, registered, showCode, withPhone } from './harness/phones.ts';
import { report } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { flowIn, readCode, typeCode, typePassword } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage();

describe('T43 and T44 questions that nobody asked for', () => {
  test('T43 fifty starts in ten minutes bring three questions; known browsers and QR codes are never held up', async () => {
    const { portal } = stage;
    const { person, phone, browser: known } = await withPhone(portal);
    await known.send('DELETE /api/session');
    const seen = new Set<string>();
    const told = new Set<string>();
    for (let i = 0; i < 50; i += 1) {
      const asked = await askByName(portal, person.account.email);
      told.add(`${asked.status} ${Object.keys(asked.body)} ${asked.body.state}`);
      for (const { approval } of await phone.cards()) seen.add(approval);
      portal.clock.advance(12);
      if (i % 10 === 9) portal.clock.advance(1);
    }
    expect(seen.size).toBeLessThanOrEqual(4);
    expect(told.size).toBe(1);
    const own = await askByName(portal, person.account.email, known);
    const [card] = await phone.cards();
    expect(JSON.parse(card?.text ?? '{}')).toMatchObject({ newBrowser: false });
    const code = await showCode(portal);
    const scanned = await phone.ask('POST /api/phone/scan', { frame: code.frame() });
    expect(scanned.status).toBe(200);
    expect(own.status).toBe(200);
    report('T43', { starts: 50, 'questions that reached the phone': seen.size });
  });

  test('T44 a name without an account, without a phone, locked or paused is answered like any other', async () => {
    const { portal } = stage;
    const one = await withPhone(portal);
    const locked = await withPhone(portal);
    await changeAccount(portal.database, locked.person.account, { status: 'locked' });
    const phoneless = await portal.person();
    const invited = await portal.person({ status: 'invited' });
    const names = [one, locked].map(({ person }) => person.account.email);
    const all = [...names, phoneless.account.email, invited.account.email, 'nobody@example.org', 'x@y', ' '];
    const answers = [];
    for (const identifier of all) {
      const { status, body } = await askByName(portal, identifier);
      const { picture, flow, series, ...rest } = body;
      answers.push(
        JSON.stringify([status, rest, Object.keys(Object(picture)), typeof flow, Object.keys(Object(series))]),
      );
    }
    expect(new Set(answers).size).toBe(1);
    report('T44', { names: all.length, 'distinguishable answers': 0 });
  });
});

describe('T45 a relayed QR code', () => {
  test('T45 frames are good for fifteen seconds, and the card says that the browser is a new one', async () => {
    const { portal } = stage;
    const { phone } = await withPhone(portal);
    const ages = [0, 5, 15, 16, 30, 60];
    const taken: number[] = [];
    for (const age of ages) {
      const code = await showCode(portal);
      portal.clock.advance(age);
      const scanned = await phone.ask('POST /api/phone/scan', { frame: code.frame() });
      if (scanned.status === 200) taken.push(age);
      else expect(scanned.code).toBe('frame-refused');
      if (scanned.status === 200) expect(JSON.parse(String(scanned.body.text)).newBrowser).toBe(true);
    }
    expect(taken).toEqual([0, 5, 15]);
    report('T45', { frames: ages.length, 'relay window (s)': Math.max(...taken) });
  });

  test('T45 whoever photographs an activation and is quicker has a phone that does not work', async () => {
    const { portal } = stage;
    const signed = await signedIn(portal);
    const begun = await registered(portal, signed);
    const thief = new AttackPhone(portal);
    expect((await thief.browser().send('POST /api/phone/keys', thief.played.keys(begun.token))).code).toBe(
      'enrolment-ended',
    );
    expect((await begun.phone.ask('POST /api/phone/scan', { frame: (await showCode(portal)).frame() })).code).toBe(
      'phone-unknown',
    );
    const wrong = begun.number === 99 ? 10 : begun.number + 1;
    const typed = await signed.browser.send('POST /api/phones/enrolment/number', { flow: begun.flow, number: wrong });
    expect(typed.code).toBe('number-wrong');
    const again = await signed.browser.send('POST /api/phones/enrolment/number', {
      flow: begun.flow,
      number: begun.number,
    });
    expect(again.status).not.toBe(200);
    expect((await begun.phone.ask('GET /api/phone')).code).toBe('phone-unknown');
  });
});

test('T46 an activation is of one phone: of sixteen at once, one has it', async () => {
  const { portal } = stage;
  const signed = await signedIn(portal);
  const begun = await signed.browser.send('POST /api/phones/enrolment', {});
  const token = String(begun.body.link).split('#')[1] ?? '';
  const phones = Array.from({ length: 16 }, () => new AttackPhone(portal));
  const replies = await Promise.all(
    phones.map((phone) => phone.browser().send('POST /api/phone/keys', phone.played.keys(token))),
  );
  const taken = replies.filter(({ status }) => status === 200).length;
  expect(taken).toBe(1);
  report('T46', { phones: phones.length, 'double claims': taken - 1 });
});

describe('T47 a stolen phone', () => {
  test('T47 nine wrong PINs over the hours of its locks, and it is nobody’s; nothing stored tells a right PIN', async () => {
    const { portal } = stage;
    const { person, phone } = await withPhone(portal);
    const rows = JSON.stringify([await portal.database.rows('devices'), await portal.database.rows('audit')]);
    expect(rows).not.toContain(phone.played.pin);
    let evaluated = 0;
    const codes: (string | undefined)[] = [];
    for (let i = 0; i < 14; i += 1) {
      portal.clock.advance(25 * 60);
      await askByName(portal, person.account.email);
      const [card] = await phone.cards();
      const reply = card ? await phone.decide(card, { choice: 10, pin: 'wrong' }) : undefined;
      codes.push(reply?.code);
      if (reply?.code === 'pin-wrong' || reply?.body.retryAfterSeconds === undefined) evaluated += 1;
      if (reply?.code === 'phone-locked') portal.clock.advance(Number(reply.body.retryAfterSeconds));
      if (reply?.code === 'phone-unknown') break;
    }
    expect(codes.at(-1)).toBe('phone-unknown');
    expect(codes.filter((code) => code === 'pin-wrong').length).toBeLessThanOrEqual(8);
    expect((await phone.ask('GET /api/phone')).code).toBe('phone-unknown');
    const { messages } = portal.aws;
    await portal.deliver();
    expect(messages.some(({ to, text }) => to[0] === person.account.email && text.includes('PIN'))).toBe(true);
    report('T47', { 'wrong PINs until it is removed': codes.filter((code) => code !== undefined).length, evaluated });
  });

  test('T47 a key that is not the phone’s, no key, and an algorithm of the message’s own are refused, and cost no try', async () => {
    const { portal } = stage;
    const { phone } = await withPhone(portal);
    const thief = new AttackPhone(portal);
    Object.assign(thief.played, { account: phone.played.account, device: phone.played.device });
    const nonce = await phone.nonce();
    const good = phone.proof('GET /api/phone', undefined, nonce).dpop;
    const [, payload = '', signature = ''] = good.split('.');
    const header = (fields: object) => Buffer.from(JSON.stringify(fields)).toString('base64url');
    const kid = phone.played.device;
    const forged = [
      thief.proof('GET /api/phone', undefined, nonce).dpop,
      `${header({ typ: 'gatehouse-phone+jwt', alg: 'none', kid })}.${payload}.`,
      `${header({ typ: 'gatehouse-phone+jwt', alg: 'HS256', kid })}.${payload}.${signature}`,
      `${header({ typ: 'gatehouse-phone+jwt', alg: 'ES256', kid, jwk: thief.played.possession })}.${payload}.${signature}`,
      `${header({ typ: 'JWT', alg: 'ES256', kid })}.${payload}.${signature}`,
      'not-a-jws',
    ];
    for (const dpop of forged) {
      const reply = await portal.browser().send('GET /api/phone', undefined, { dpop });
      expect(reply.status).toBe(401);
    }
    expect((await portal.browser().send('GET /api/phone', undefined, { dpop: good })).status).toBe(200);
    expect((await phone.ask('GET /api/phone')).body.pinTriesLeft).toBe(3);
    report('T47', { 'forged proofs': forged.length, accepted: 0 });
  });
});

test('T50 a relaying proxy gets in by what is read, typed or picked, and cannot hide where it is; nothing signed for its own host counts', async () => {
  const { portal } = stage;
  const { person, phone } = await withPhone(portal);
  const at = { 'cloudfront-viewer-city': 'Elsewhere', 'cloudfront-viewer-country': 'XX', 'user-agent': 'proxy' };
  const [byPhone, byCode] = [portal.browser(), portal.browser()];
  for (const { headers } of [byPhone, byCode]) Object.assign(headers, at);

  const relayed = await askByName(portal, person.account.email, byPhone);
  const card = await phone.card();
  expect(JSON.parse(card.text)).toMatchObject({
    origin: ORIGIN,
    newBrowser: true,
    browser: '?',
    place: 'Elsewhere, XX',
  });
  const choice = relayed.number;
  const lookalike = { origin: `${ORIGIN}.example.com` };
  expect((await phone.decide(card, { choice, signed: lookalike })).code).toBe('proof-refused');
  portal.clock.advance(1);
  expect((await phone.decide(card, { choice })).status).toBe(200);
  expect((await redeem(byPhone, relayed.flow)).status).toBe(200);
  expect((await portal.deliver()).filter(({ text }) => text.includes('Elsewhere'))).toHaveLength(1);

  portal.clock.advance(31);
  const flow = flowIn(await typePassword(byCode, person));
  expect((await typeCode(byCode, flow, await readCode(portal, person))).status).toBe(200);
  expect((await portal.deliver()).filter(({ text }) => text.includes('Elsewhere'))).toHaveLength(1);
  report('T50', {
    'ways that can be relayed': 2,
    'relayed unseen by card and mail': 0,
    'signed for another host, accepted': 0,
  });
});

test('T49 a phone’s clock plays no part: no proof names its time, and a nonce of ours is good for two minutes', async () => {
  const { portal } = stage;
  const { phone } = await withPhone(portal);
  const nonce = await phone.nonce();
  const { dpop } = phone.proof('GET /api/phone', undefined, nonce);
  const [, payload = ''] = dpop.split('.');
  expect(Object.keys(JSON.parse(Buffer.from(payload, 'base64url').toString()))).toEqual([
    'v',
    'sub',
    'htm',
    'htu',
    'bh',
    'nonce',
  ]);
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString()).htu).toBe(`${ORIGIN}/api/phone`);
  portal.clock.advance(119);
  expect((await portal.browser().send('GET /api/phone', undefined, { dpop })).status).toBe(200);
  portal.clock.advance(1);
  expect((await portal.browser().send('GET /api/phone', undefined, { dpop })).code).toBe('nonce-needed');
});
