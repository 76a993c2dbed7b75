import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { Device } from '../../lambdas/auth/device.ts';
import type { Store } from '../fakes/memory-store.ts';
import { type Approving, approving, onlyCard, phoneOf } from '../harness/approving.ts';
import { idOf, person, START } from '../harness/people.ts';
import { VISIT } from '../harness/sign-ins.ts';

let accounts = 0;

/** What questions to phones promise, of either kind of store. */
export function approvalsContract(start: () => Promise<Store>): void {
  let store: Store;
  let portal: Approving;
  let account: Account;
  let phone: Device;
  let other: Device;

  beforeEach(async () => {
    store = await start();
    accounts += 1;
    const id = idOf(`approval-${accounts}-`);
    phone = phoneOf({ id }, `phone-${accounts}-`);
    other = phoneOf({ id }, `other-${accounts}-`);
    account = person({ id, email: `approval${accounts}@example.org`, devices: [phone.id, other.id] });
    await store.settle(account);
    for (const device of [phone, other]) await store.putPhone(device);
    portal = approving({ store, seed: id });
  });

  // Tests share their tables, and each begins at the beginning of time.
  const named = (now: number, from = '') => ({ identifier: account.email, now, address: `${account.id} ${from}` });
  const ask = (now = START, from?: string) => portal.ask(named(now, from));
  const questionOf = (id = '') => store.decisions.own(account.id, id);

  it('a question is kept whole, with the flow that asks it, and what brings it to phones', async () => {
    const { flow } = await ask();
    const { asked } = flow;
    const { picture, choices, ...question } = (await questionOf(asked?.approval)) ?? {};
    expect(question).toEqual({
      ...{ account: account.id, id: asked?.approval, flow: flow.id, purpose: 'sign-in', way: 'name', match: 'pick' },
      ...{ state: 'waiting', isDecoy: false, slot: 'shared', epoch: account.epoch, familiar: false },
      ...{ visit: VISIT, endsAt: START + 120_000 },
    });
    expect([picture, choices?.length]).toEqual([asked?.picture, 9]);
    expect(await store.phoneSignIn.flow(flow.id)).toMatchObject({ asked });
    const told = (await store.waiting()).filter((waiting) => waiting.approval === asked?.approval);
    expect(told).toMatchObject([{ kind: 'approval-waiting', account: account.id, isDecoy: false, createdAt: START }]);
  });

  it('decoys write the same rows, apart, and their numbers are on show as long as their pages', async () => {
    await ask();
    const decoy = await ask(START + 1, 'elsewhere');
    const number = decoy.flow.asked?.picture?.number;
    const numbers = async (now: number) => (await store.phoneSignIn.survey(account.id, undefined, now)).numbersApart;
    expect([await numbers(START + 120_000), await numbers(START + 120_001)]).toEqual([[number], []]);
    const told = (await store.waiting()).filter(({ approval }) => approval === decoy.flow.asked?.approval);
    expect(told).toMatchObject([{ account: `${account.id}#apart`, isDecoy: true }]);
    expect(await store.decisions.all(account.id)).toHaveLength(1);
    // Its own next start takes its place, as a question's does.
    await expect(portal.named(decoy, named(START + 2))).resolves.toBeDefined();
  });

  it('T43: of ten unknown browsers at once, one asks', async () => {
    const all = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => ask(START, `${i}`)));
    expect(all.some(({ status }) => status === 'fulfilled')).toBe(true);
    await expect(onlyCard(portal, phone)).resolves.toBeDefined();
  });

  it('T39: of an acceptance, a denial, a report, a scan and a new start at once, one is the end, and all see it', async () => {
    for (let round = 0; round < 6; round += 1) {
      const now = START + round * 3600_000;
      const waiting = await ask(now);
      const card = await onlyCard(portal, phone, now);
      const choice = waiting.flow.asked?.picture?.number ?? 0;
      const frame = portal.frame(waiting);
      const answers = await Promise.allSettled([
        portal.decide(phone, card, { choice, now: now + 1 }),
        portal.decide(other, card, { decision: 'deny', now: now + 1 }),
        portal.decide(other, card, { decision: 'report', now: now + 1 }),
        portal.scan(other, frame, now + 1),
        portal.named(waiting, named(now + 1)),
      ]);
      const made = answers
        .slice(0, 3)
        .flatMap((answer) =>
          answer.status === 'fulfilled' && answer.value && 'made' in answer.value && answer.value.made
            ? [answer.value]
            : [],
        );
      const question = await questionOf(card.approval);
      const flow = await store.phoneSignIn.flow(waiting.flow.id);
      expect(made.length).toBeLessThanOrEqual(1);
      expect(question?.state).toBe(made[0] && 'decision' in made[0] ? made[0].decision : 'withdrawn');
      const isStill = flow?.asked?.approval === card.approval;
      if (isStill) expect(flow.asked?.decided).toEqual(question?.decided);
      if (question?.state === 'accepted') expect(isStill).toBe(true);
    }
  });

  it('a decision ends with the question, the flow and the phone: none of it is stored without the others', async () => {
    const waiting = await ask();
    const approval = await questionOf(waiting.flow.asked?.approval);
    if (!approval) throw new Error('Nothing was asked.');
    const deciding = (at: number) => ({
      approval,
      decided: { decision: 'denied' as const, device: phone.id, at },
      device: phone,
      visit: { ...VISIT, at },
    });
    expect(await store.decisions.decide(deciding(approval.endsAt))).toBe('changed');
    await store.putPhone({ ...phone, state: 'revoked' });
    expect(await store.decisions.decide(deciding(START + 1))).toBe('changed');
    expect(await store.decisions.decide({ ...deciding(START + 1), approval: { ...approval, flow: 'other' } })).toBe(
      'changed',
    );
    expect((await questionOf(approval.id))?.state).toBe('waiting');
    await store.putPhone(phone);
    expect(await store.decisions.decide(deciding(approval.endsAt - 1))).toBe('decided');
    expect(await store.decisions.decide(deciding(START + 1))).toBe('changed');
    const used = (await store.devices.look(account.id, phone.id)).device;
    expect(used?.lastUsed).toEqual({ ...VISIT, at: approval.endsAt - 1 });
  });

  it('a report pauses unknown browsers and owes the mail, in the same write', async () => {
    await ask();
    const card = await onlyCard(portal, phone);
    await portal.decide(phone, card, { decision: 'report' });
    const { slots } = await store.phoneSignIn.survey(account.id, undefined, START);
    expect(slots).toEqual([{ holder: 'shared', approval: card.approval, pausedUntil: START + 1_201_000 }]);
    const mails = (await store.messages()).filter((message) => message.account === account.id);
    expect(mails).toMatchObject([{ kind: 'approval-reported', visit: VISIT, createdAt: START + 1000 }]);
  });

  describe('redeeming', () => {
    async function accepted() {
      const waiting = await portal.start();
      const { card } = await portal.scan(phone, portal.frame(waiting));
      await portal.decide(phone, card);
      return waiting;
    }

    it('T37: begins one session, of ten at once, and knows the browser from then on', async () => {
      const waiting = await accepted();
      const all = await Promise.allSettled(Array.from({ length: 10 }, () => portal.redeem(waiting)));
      const [done, ...others] = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(others).toEqual([]);
      const known = { account: account.id, token: done?.knownToken ?? '' };
      const again = await portal.ask({ ...named(START + 5000), known });
      const shown = JSON.parse((await onlyCard(portal, phone, START + 5000)).text);
      expect(shown).toMatchObject({ newBrowser: false, way: 'name' });
      // A known browser's new start takes the place of its own pending one.
      const next = await portal.ask({ ...named(START + 6000), known });
      expect((await onlyCard(portal, phone, START + 6000)).approval).toBe(next.flow.asked?.approval);
      expect((await questionOf(again.flow.asked?.approval))?.state).toBe('withdrawn');
    });

    it.each<[string, Partial<Account>]>([
      ['locked', { status: 'locked' }],
      ['under another epoch', { epoch: 'epoch-2' }],
      ['without that phone', { devices: ['another'] }],
      ['without phones', { devices: [] }],
    ])('T41: is refused for an account that is %s by now', async (_, change) => {
      const waiting = await accepted();
      await store.settle({ ...account, ...change });
      await expect(portal.redeem(waiting)).rejects.toMatchObject({ code: 'flow-ended' });
      expect((await store.phoneSignIn.flow(waiting.flow.id))?.status).toBe('open');
      expect(await store.account(account.id)).toEqual({ ...account, ...change });
    });
  });

  it('a series begins once, on condition of the one before', async () => {
    const { flow } = await portal.start();
    const begin = () => store.phoneSignIn.beginSeries(flow, { number: 2, at: START }, START);
    expect(await Promise.all([begin(), begin()])).toEqual(expect.arrayContaining(['begun', 'changed']));
    expect((await store.phoneSignIn.flow(flow.id))?.series).toEqual({ number: 2, at: START });
  });
}
