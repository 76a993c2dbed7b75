import { beforeEach, describe, expect, it } from 'vitest';
import { pseudonym } from '../../lambdas/auth/tokens.ts';
import { person, START } from '../harness/people.ts';
import { type Portal, portalWith } from '../harness/rules.ts';
import { flowOf, strangerKeys, VISIT } from '../harness/sign-ins.ts';

const anna = person({ username: 'anna' });
const REFUSED = { code: 'sign-in-refused', facts: {} };

let portal: Portal;

beforeEach(async () => {
  portal = await portalWith(anna);
});

const wrongPassword = (now: number, address = '198.51.100.1') =>
  portal.signIn({ password: 'wrong', address, now }).catch((error: unknown) => error);

/** Strangers use up so many tries of Anna's password. Answers when the last was. */
async function strangersTry(tries: number): Promise<number> {
  let now = START;
  for (let tried = 0; tried < tries; tried += 1) {
    now += 900_000;
    await portal.store.signIn.buyPasswordTry({ subject: anna.id }, now);
  }
  return now;
}

/** So many wrong answers come from an address, each for somebody else. */
async function wrongFrom(address: string, answers: number): Promise<void> {
  for (let answered = 0; answered < answers; answered += 1)
    await portal.store.signIn.refuse({
      subject: 'nobody',
      reason: 'unknown',
      keys: strangerKeys({ address: pseudonym(portal.needs.keys, 'address', address) }),
      visit: VISIT,
    });
}

/** A browser that signed in before. */
async function knownBrowser(): Promise<{ readonly account: string; readonly token: string }> {
  const opened = await portal.signIn();
  const { knownToken = '' } = await portal.answer(opened);
  return { account: anna.id, token: knownToken };
}

describe('many wrong passwords', () => {
  it('the account’s own delay refuses with the ordinary refusal, and even the right password', async () => {
    for (let tried = 0; tried < 5; tried += 1) await wrongPassword(START, `from-${tried}`);
    await expect(portal.signIn({ address: 'elsewhere' })).rejects.toMatchObject(REFUSED);
    await expect(portal.signIn({ address: 'elsewhere', now: START + 1000 })).resolves.toBeDefined();
  });

  it('T21: e-mail address and user name share one count', async () => {
    for (const identifier of ['anna', 'anna@example.org', 'ANNA', ' anna', 'Anna@example.org'])
      await portal.signIn({ identifier, password: 'wrong', address: identifier }).catch(() => undefined);
    await expect(portal.signIn({ address: 'elsewhere' })).rejects.toMatchObject(REFUSED);
  });

  it('from one address, over many identifiers: the hundred-and-first waits, right or wrong', async () => {
    await wrongFrom('192.0.2.7', 100);
    const waiting = { code: 'too-many-attempts', facts: { retryAfterSeconds: 1 } };
    await expect(portal.signIn({ identifier: 'another' })).rejects.toMatchObject(waiting);
    await expect(portal.signIn()).rejects.toMatchObject(waiting);
    await expect(portal.signIn({ address: '192.0.2.8' })).resolves.toBeDefined();
  });

  it('T20: strangers who close the password leave a known browser its own tries, whatever its address', async () => {
    const known = await knownBrowser();
    const now = await strangersTry(50);
    await expect(portal.signIn({ now: now + 900_000 })).rejects.toMatchObject(REFUSED);
    await expect(portal.signIn({ known, now: now + 900_000 })).resolves.toMatchObject({
      flow: { tally: { subject: anna.id, browser: expect.any(String) } },
    });
  });

  it('T20: a sign-in from a known browser re-opens what strangers closed', async () => {
    const known = await knownBrowser();
    const now = (await strangersTry(50)) + 900_000;
    const opened = await portal.signIn({ known, now });
    await portal.answer(opened, { now: now + 1 });
    await expect(portal.signIn({ now: now + 60_000, address: 'elsewhere' })).resolves.toBeDefined();
  });

  it('a sign-in from a known browser before the closing re-opens nothing', async () => {
    const known = await knownBrowser();
    const opened = await portal.signIn({ known, now: START + 60_000 });
    await portal.answer(opened, { now: START + 60_001 });
    const now = (await strangersTry(50)) + 900_000;
    await expect(portal.signIn({ now, address: 'elsewhere' })).rejects.toMatchObject(REFUSED);
  });
});

describe('a known browser', () => {
  it('is told its own wait', async () => {
    const known = await knownBrowser();
    const wrong = () => portal.signIn({ known, password: 'wrong', now: START + 1 });
    for (let tried = 0; tried < 5; tried += 1) await expect(wrong()).rejects.toMatchObject(REFUSED);
    await expect(wrong()).rejects.toMatchObject({ code: 'too-many-attempts', facts: { retryAfterSeconds: 1 } });
  });

  it('does not wait for the address', async () => {
    const known = await knownBrowser();
    await wrongFrom('192.0.2.7', 120);
    await expect(portal.signIn({ known, now: START + 60_000 })).resolves.toBeDefined();
  });

  it('with a made-up token is a stranger', async () => {
    const opened = await portal.signIn({ known: { account: anna.id, token: 'made-up' } });
    expect(opened.flow.tally).toEqual({ subject: anna.id });
  });
});

describe('the closed code factor', () => {
  /** Fifty wrong codes, behind right passwords, from browsers that are not known. */
  async function closeCodes(): Promise<number> {
    let now = START;
    for (let tried = 0; tried < 50; tried += 1) {
      now += 900_000;
      const flow = flowOf(anna, { expiresAt: now + 1000, codeEndsAt: now + 1000 });
      await portal.store.signIn.open({ account: anna, flow });
      await portal.store.signIn.buyCodeTry(flow, now);
    }
    return now + 900_000;
  }

  it('is told behind the right password, and sends no code', async () => {
    const now = await closeCodes();
    await expect(portal.signIn({ now })).rejects.toMatchObject({ code: 'factor-closed' });
    await expect(portal.signIn({ now, password: 'wrong' })).rejects.toMatchObject(REFUSED);
    expect(await portal.store.messages()).toEqual([]);
  });

  it('is re-opened by a sign-in from a known browser', async () => {
    const known = await knownBrowser();
    const now = await closeCodes();
    await portal.answer(await portal.signIn({ known, now }), { now: now + 1 });
    await expect(portal.signIn({ now: now + 60_000 })).resolves.toMatchObject({ delivery: 'pending' });
  });
});
