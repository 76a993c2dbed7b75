import { beforeEach, describe, expect, it } from 'vitest';
import { type Approving, approving, onlyCard, phoneOf, type Waiting } from '../harness/approving.ts';
import { person, START } from '../harness/people.ts';

const [phone, other] = ['phone-1', 'phone-2'].map((label) => phoneOf(person(), label));
if (!phone || !other) throw new Error('There are two phones.');
const anna = person({ devices: [phone.id, other.id] });
const ENDED = { code: 'approval-ended' };

let portal: Approving;
let waiting: Waiting;
let right: number;

beforeEach(async () => {
  portal = approving();
  await portal.store.settle(anna);
  for (const device of [phone, other]) await portal.store.putPhone(device);
  waiting = await portal.ask();
  right = waiting.flow.asked?.picture?.number ?? 0;
});

const stateOf = async () => (await portal.store.decisions.own(anna.id, waiting.flow.asked?.approval ?? ''))?.state;
const triesOf = async () => (await portal.store.devices.look(anna.id, phone.id)).device?.pinTries;
const card = () => onlyCard(portal, phone);

describe('accepting', () => {
  it('with the right pick and PIN is stored, for the browser too, and says whose page to tell', async () => {
    expect(await portal.decide(phone, await card(), { choice: right })).toEqual({
      decision: 'accepted',
      made: { flow: waiting.flow.id, did: 'accepted' },
    });
    const decided = { decision: 'accepted', device: phone.id, at: START + 1000 };
    expect((await portal.store.phoneSignIn.flow(waiting.flow.id))?.asked).toMatchObject({ decided });
    expect(await triesOf()).toBe(0);
    expect(await portal.cards(other)).toEqual([]);
  });

  it('with a wrong PIN leaves the question open and its choice unread', async () => {
    const shown = await card();
    for (const choice of [right, right + 1]) {
      await expect(portal.decide(phone, shown, { choice, pin: 'wrong' })).rejects.toMatchObject({ code: 'pin-wrong' });
      expect(await stateOf()).toBe('waiting');
      await portal.decide(phone, shown, { choice, pin: 'wrong', now: START + 1001 }).catch(() => undefined);
      const device = (await portal.store.devices.look(anna.id, phone.id)).device ?? phone;
      await portal.store.putPhone({ ...device, pinTries: 0, pinNonceAt: 0 });
    }
  });

  it.each([
    ['a wrong number', (number: number) => ({ choice: number === 99 ? 10 : number + 1 })],
    ['no number', () => ({})],
  ])('T42: with %s ends the question, and the right one comes too late', async (_, choose) => {
    const shown = await card();
    expect(await portal.decide(phone, shown, choose(right))).toMatchObject({ decision: 'mismatched' });
    expect(await portal.decide(phone, shown, { choice: right, now: START + 1500 })).toEqual({ decision: 'mismatched' });
    await expect(portal.decide(other, shown, { choice: right })).rejects.toMatchObject(ENDED);
    await expect(portal.redeem(waiting)).rejects.toMatchObject({ code: 'approval-refused' });
    expect(await portal.store.audit(anna.id)).toMatchObject([{ event: 'approval-refused', reason: 'mismatched' }]);
  });

  it('a right PIN clears the count even if the question has ended', async () => {
    const shown = await card();
    await portal.decide(phone, shown, { pin: 'wrong', choice: right }).catch(() => undefined);
    expect(await triesOf()).toBe(1);
    const late = { choice: right, now: START + 120_000 };
    await expect(portal.decide(phone, shown, late)).rejects.toMatchObject(ENDED);
    expect(await triesOf()).toBe(0);
  });

  it('lasts to exactly the end of the question', async () => {
    const shown = await card();
    await expect(portal.decide(phone, shown, { choice: right, now: START + 120_000 })).rejects.toMatchObject(ENDED);
    expect(await portal.decide(phone, shown, { choice: right, now: START + 119_999 })).toMatchObject({
      decision: 'accepted',
    });
  });
});

describe('T38: what was signed for something else', () => {
  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['another version', { v: 2 }],
    ['another purpose', { purpose: 'change-email' }],
    ['another account', { account: 'somebody' }],
    ['another phone', { device: other.id }],
    ['another portal', { origin: 'https://id.example.com' }],
    ['another card', { card: 'c'.repeat(43) }],
    ['more than there is to say', { also: 'this' }],
    ['a decision there is not', { decision: 'maybe' }],
    ['a choice that is no number', { choice: '10' }],
  ])('is refused: %s', async (_, signed) => {
    const deciding = { choice: right, signed };
    await expect(portal.decide(phone, await card(), deciding)).rejects.toMatchObject({ code: 'proof-refused' });
    expect(await stateOf()).toBe('waiting');
  });

  it('is refused: another question, one that is nobody’s, and a decoy', async () => {
    const shown = await card();
    const decoy = (await portal.ask({ address: 'elsewhere' })).flow.asked?.approval ?? '';
    for (const approval of ['n'.repeat(43), decoy])
      await expect(portal.decide(phone, { ...shown, approval }, { choice: right })).rejects.toMatchObject(ENDED);
    expect(await stateOf()).toBe('waiting');
  });

  it.each([{ epoch: 'epoch-2' }, { status: 'locked' }] as const)(
    'ends for an account that has %o by now',
    async (change) => {
      const shown = await card();
      await portal.store.settle({ ...anna, ...change });
      await expect(portal.decide(phone, shown, { choice: right })).rejects.toMatchObject(ENDED);
    },
  );
});

describe('T37: a repeat', () => {
  it('gets the decision that was stored, and counts nothing twice', async () => {
    const shown = await card();
    await portal.decide(phone, shown, { choice: right, request: 'one' });
    const again = await portal.decide(phone, shown, { choice: right, request: 'one' });
    expect(again).toEqual({ decision: 'accepted' });
    expect(await triesOf()).toBe(0);
  });

  it.each(['deny', 'report'] as const)(
    'an accept stands against a later %s, also when it is redeemed',
    async (decision) => {
      const shown = await card();
      await portal.decide(phone, shown, { choice: right });
      expect(await portal.decide(phone, shown, { decision })).toEqual({ decision: 'accepted' });
      await portal.redeem(waiting);
      expect(await portal.decide(phone, shown, { decision, now: START + 3600_000 })).toEqual({ decision: 'accepted' });
    },
  );
});

describe('denying', () => {
  it('takes only the phone, ends the question, and is written down', async () => {
    expect(await portal.decide(phone, await card(), { decision: 'deny' })).toMatchObject({ decision: 'denied' });
    await expect(portal.redeem(waiting)).rejects.toMatchObject({ code: 'approval-refused' });
    expect(await portal.store.audit(anna.id)).toMatchObject([
      { event: 'approval-refused', reason: 'denied', device: phone.id, browser: 'Firefox, Windows' },
    ]);
    expect(await portal.store.messages()).toEqual([]);
  });

  it('and reporting owes a mail that tells of the browser, also from a phone that wrong PINs have locked', async () => {
    await portal.store.putPhone({ ...phone, pinTries: 3, pinAt: START });
    const shown = await card();
    await expect(portal.decide(phone, shown, { choice: right })).rejects.toMatchObject({ code: 'phone-locked' });
    expect(await portal.decide(phone, shown, { decision: 'report' })).toMatchObject({
      decision: 'denied',
      made: { did: 'reported' },
    });
    expect(await portal.store.messages()).toMatchObject([
      { kind: 'approval-reported', account: anna.id, channel: 'email', visit: { browser: 'Firefox, Windows' } },
    ]);
    expect(await triesOf()).toBe(3);
  });

  it('is nothing for a phone that is not, or no longer, the account’s', async () => {
    const shown = await card();
    await portal.store.putPhone({ ...phone, state: 'revoked' });
    await expect(portal.decide(phone, shown, { decision: 'deny' })).rejects.toMatchObject({ code: 'phone-unknown' });
  });
});
