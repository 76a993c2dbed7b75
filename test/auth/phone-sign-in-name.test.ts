import { beforeEach, describe, expect, it } from 'vitest';
import { apart } from '../../lambdas/auth/approval-slots.ts';
import { knownHash } from '../../lambdas/auth/known-browser.ts';
import { pseudonym } from '../../lambdas/auth/tokens.ts';
import { type Approving, approving, KEYS, type Named, onlyCard, phoneOf, type Waiting } from '../harness/approving.ts';
import { person, START } from '../harness/people.ts';
import { strangerKeys } from '../harness/sign-ins.ts';

const MINUTE = 60_000;
const anna = person({ username: 'anna' });
const phone = phoneOf(anna, 'phone-1');
const bert = person({ email: 'bert@example.org' });

let portal: Approving;

async function portalOf(given: Parameters<typeof approving>[0] = {}): Promise<Approving> {
  const made = approving(given);
  await made.store.settle({ ...anna, devices: [phone.id] });
  await made.store.settle(bert);
  await made.store.putPhone(phone);
  return made;
}

beforeEach(async () => {
  portal = await portalOf();
});

/** A browser that signed in by the phone before. */
async function knownBrowser(now = START - 3600_000): Promise<NonNullable<Named['known']>> {
  const waiting = await portal.ask({ now });
  const card = await onlyCard(portal, phone, now);
  await portal.decide(phone, card, { choice: waiting.flow.asked?.picture?.number ?? 0, now });
  const { account, knownToken = '' } = await portal.redeem(waiting, { now });
  return { account, token: knownToken };
}

const numberOf = ({ flow }: Waiting) => flow.asked?.picture?.number ?? 0;
const questions = async (now = START) => (await portal.cards(phone, now)).length;

describe('a start by user name', () => {
  it('asks the phone, and shows the browser the picture that is one of nine there', async () => {
    const waiting = await portal.ask({ identifier: ' ANNA' });
    const text = JSON.parse((await onlyCard(portal, phone)).text);
    expect(text).toMatchObject({
      ...{ v: 1, purpose: 'sign-in', way: 'name', match: 'pick', origin: 'https://id.example.org' },
      ...{ portal: 'Example Org', person: 'Anna de Vries', identifier: 'anna@example.org', newBrowser: true },
      ...{ browser: 'Firefox, Windows', place: 'Utrecht, NL', at: new Date(START).toISOString() },
    });
    expect(text.pictures).toContainEqual(waiting.flow.asked?.picture);
    expect(text.pictures).toHaveLength(9);
  });

  it('shows no picture where the digits are typed, and the one where they are compared', async () => {
    const shown = async (match: 'number' | 'compare') => {
      portal = await portalOf({ match });
      const waiting = await portal.ask();
      const { pictures } = JSON.parse((await onlyCard(portal, phone)).text);
      return { pictures, isOwn: JSON.stringify(pictures) === JSON.stringify([waiting.flow.asked?.picture]) };
    };
    expect(await shown('number')).toEqual({ pictures: undefined, isOwn: false });
    expect(await shown('compare')).toMatchObject({ isOwn: true });
  });

  it.each<[string, Named, Parameters<typeof approving>[0]]>([
    ['an unknown name', { identifier: 'nobody@example.org' }, {}],
    ['what nobody can be called', { identifier: 'a b\u200b' }, {}],
    ['an account without a phone', { identifier: 'bert@example.org' }, {}],
    ['a deployment that lets user names ask nobody', {}, { usernameFirst: 'off' }],
    ['a new browser, where known ones alone may ask', {}, { usernameFirst: 'known-browser' }],
  ])('for %s is a decoy: the same answer, the same rows, and no question', async (_, named, given) => {
    portal = await portalOf(given);
    const real = await (await portalOf()).ask();
    const decoy = await portal.ask(named);
    expect(shapeOf(decoy.flow.asked)).toEqual(shapeOf(real.flow.asked));
    expect(await questions()).toBe(0);
    await expect(portal.redeem(decoy)).rejects.toMatchObject({ code: 'approval-waiting' });
    await expect(portal.redeem(decoy, { now: START + 120_000 })).rejects.toMatchObject({ code: 'flow-ended' });
  });

  it.each([{ status: 'locked' }, { status: 'disabled' }, { status: 'invited' }] as const)(
    'for an account that is %o is a decoy',
    async (change) => {
      await portal.store.settle({ ...anna, devices: [phone.id], ...change });
      expect((await portal.ask()).flow.asked?.picture).toBeDefined();
      await portal.store.settle({ ...anna, devices: [phone.id] });
      expect(await questions()).toBe(0);
    },
  );

  it('withdraws what the same browser asked before', async () => {
    const first = await portal.ask();
    const second = await portal.named(first, { now: START + 1000 });
    expect(numberOf(second)).not.toBe(numberOf(first));
    expect((await onlyCard(portal, phone, START + 1000)).approval).toBe(second.flow.asked?.approval);
  });

  it('waits, told, where its address has begun a hundred; from elsewhere and from a known browser it does not', async () => {
    const known = await knownBrowser();
    const address = pseudonym(KEYS, 'address', '192.0.2.7');
    for (let begun = 0; begun < 100; begun += 1)
      await portal.store.phoneSignIn.countBeginning(strangerKeys({ address }));
    await expect(portal.ask()).rejects.toMatchObject({ code: 'too-many-attempts', facts: { retryAfterSeconds: 1 } });
    await expect(portal.ask({ known: { ...known, token: 'made-up' } })).rejects.toMatchObject({
      code: 'too-many-attempts',
    });
    await expect(portal.ask({ address: '192.0.2.8' })).resolves.toBeDefined();
    await expect(portal.ask({ known })).resolves.toBeDefined();
  });
});

/** Names and kinds of fields, and not what is in them. */
const shapeOf = (value: object | undefined) =>
  Object.entries({ ...value })
    .filter(([name]) => name !== 'address')
    .map(([name, field]) => `${name} ${typeof field}`)
    .sort();

describe('T43, T44: the limits of what a stranger starts', () => {
  it('one is pending for all unknown browsers together; the next is a decoy until it has ended', async () => {
    const first = await portal.ask();
    await portal.ask({ now: START + 1000 });
    expect((await onlyCard(portal, phone, START + 1000)).approval).toBe(first.flow.asked?.approval);
    const later = await portal.ask({ now: START + 120_000 });
    expect((await onlyCard(portal, phone, START + 120_000)).approval).toBe(later.flow.asked?.approval);
  });

  it('three that nobody answers in ten minutes pause unknown browsers for twenty', async () => {
    let now = START;
    for (let asked = 0; asked < 3; asked += 1, now += 121_000) {
      await portal.ask({ now });
      expect(await questions(now)).toBe(1);
    }
    const last = now - 121_000 + 120_000;
    await portal.ask({ now });
    await portal.ask({ now: last + 20 * MINUTE - 1 });
    expect(await questions(last + 20 * MINUTE - 1)).toBe(0);
    await portal.ask({ now: last + 20 * MINUTE });
    expect(await questions(last + 20 * MINUTE)).toBe(1);
  });

  it.each(['deny', 'wrong', 'again'] as const)('so do three that end with: %s', async (end) => {
    let waiting = await portal.start();
    for (let asked = 0; asked < 3; asked += 1) {
      const now = START + asked * 10_000;
      waiting = end === 'again' ? await portal.named(waiting, { now }) : await portal.ask({ now });
      const card = await onlyCard(portal, phone, now);
      if (end === 'deny') await portal.decide(phone, card, { decision: 'deny', now });
      if (end === 'wrong') await portal.decide(phone, card, { choice: numberOf(waiting) + 1, now });
    }
    waiting =
      end === 'again'
        ? await portal.named(waiting, { now: START + 30_000 })
        : await portal.ask({ now: START + 30_000 });
    expect(numberOf(waiting)).toBeGreaterThan(0);
    expect(await questions(START + 30_000)).toBe(0);
  });

  it('a report pauses them at once, and an acceptance never', async () => {
    await knownBrowser(START - 1000);
    await knownBrowser(START - 900);
    await knownBrowser(START - 800);
    await portal.ask();
    await portal.decide(phone, await onlyCard(portal, phone), { decision: 'report', now: START });
    await portal.ask({ now: START + 20 * MINUTE - 1 });
    expect(await questions(START + 20 * MINUTE - 1)).toBe(0);
    await portal.ask({ now: START + 20 * MINUTE });
    expect(await questions(START + 20 * MINUTE)).toBe(1);
  });

  it('leave a known browser its own, whatever strangers have begun, and it comes first', async () => {
    const known = await knownBrowser();
    const stranger = await portal.ask();
    const own = await portal.ask({ now: START + 1, known });
    const shown = await portal.cards(phone, START + 1);
    expect(shown.map(({ approval }) => approval)).toEqual([own, stranger].map(({ flow }) => flow.asked?.approval));
    expect(JSON.parse(shown[0]?.text ?? '')).toMatchObject({ newBrowser: false });
    await portal.decide(phone, shown[1] ?? (await onlyCard(portal, phone)), { decision: 'report', now: START + 2 });
    const again = await portal.ask({ now: START + 3, known });
    expect((await onlyCard(portal, phone, START + 3)).approval).toBe(again.flow.asked?.approval);
  });

  it('a browser known by a recovery alone, or not any more, is an unknown one', async () => {
    const token = 'known-token';
    const known = { account: anna.id, token };
    await portal.ask();
    await portal.ask({ known });
    expect(await questions()).toBe(1);
    const flow = (await portal.ask({ known })).flow;
    expect(flow.asked?.browser).toBeUndefined();
    expect(flow.asked?.account).toBe(apart(anna.id));
    expect(knownHash(anna.id, token)).not.toBe(token);
  });
});

describe('T42: numbers on show', () => {
  it.each([
    ['an account', 'anna@example.org'],
    ['a name nobody has', 'nobody@example.org'],
  ])('of %s never repeat between its question and decoys, whichever came first', async (_, identifier) => {
    for (let round = 0; round < 40; round += 1) {
      portal = await portalOf({ seed: `${identifier} ${round}` });
      const asked = await portal.ask({ identifier });
      const decoys = [];
      for (let decoy = 0; decoy < 20; decoy += 1)
        decoys.push(numberOf(await portal.ask({ identifier, address: `${decoy}` })));
      expect(decoys).not.toContain(numberOf(asked));
      // The question has ended; decoys from its last minute are still on show.
      const next = await portal.ask({ identifier, now: START + 60_000, address: 'a' });
      const later = await portal.ask({ identifier, now: START + 120_000, address: 'b' });
      expect(numberOf(later)).not.toBe(numberOf(next));
    }
  });

  it('all taken by decoys leave a new browser none: it gets another decoy, and a known one is asked all the same', async () => {
    const known = await knownBrowser();
    const shown = Array.from({ length: 90 }, (_, i) => i + 10);
    const { survey } = portal.needs.store;
    const crowded = {
      ...portal.needs.store,
      survey: async (...about: Parameters<typeof survey>) => ({ ...(await survey(...about)), numbersApart: shown }),
    };
    Object.assign(portal.needs, { store: crowded });
    await portal.ask();
    expect(await questions()).toBe(0);
    await portal.ask({ known });
    expect(await questions()).toBe(1);
  });
});
