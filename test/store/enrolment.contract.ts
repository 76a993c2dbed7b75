import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { EnrolmentFlow } from '../../lambdas/auth/flow.ts';
import type { Session } from '../../lambdas/auth/session.ts';
import type { Store } from '../fakes/memory-store.ts';
import { CONFIRMED, confirmationOf, signedIn } from '../harness/confirmations.ts';
import { activationOf, deviceOf, enrolled, enrolmentOf } from '../harness/devices.ts';
import { idOf, person, START } from '../harness/people.ts';
import { VISIT } from '../harness/sign-ins.ts';

const PHONE = { number: '+31612345678', country: 'NL', verified: true } as const;
let accounts = 0;

/** What activations of phones promise, of either kind of store. */
export function enrolmentContract(start: () => Promise<Store>): void {
  let store: Store;
  let account: Account;
  let session: Session;

  beforeEach(async () => {
    store = await start();
    accounts += 1;
    account = person({ id: idOf(`enrol-${accounts}-`), email: `enrol${accounts}@example.org`, phone: PHONE });
    await store.settle(account);
    session = await signedIn(store, account);
  });

  async function opened(given: Partial<EnrolmentFlow> = {}) {
    const flow = enrolmentOf(session, given);
    expect(await store.enrolment.open({ flow })).toBe('opened');
    return flow;
  }

  async function registered(given: Partial<EnrolmentFlow> = {}) {
    const flow = await opened(given);
    const device = deviceOf(flow);
    expect(await store.enrolment.register(flow, device, START + 3000)).toBe('registered');
    return { flow, device };
  }

  const full = () => store.settle({ ...account, devices: ['1', '2', '3', '4', '5'].map(idOf) });

  describe('an activation', () => {
    it('is opened while session and account are what they were, and uses up its confirmation', async () => {
      const confirmation = confirmationOf(session, 'activate-phone');
      await store.confirmation.open({ account, flow: confirmation });
      const flow = enrolmentOf(session);
      expect(await store.enrolment.open({ flow, confirmation })).toBe('changed');
      await store.confirmation.confirm(confirmation, CONFIRMED, START + 1000);
      expect(await store.enrolment.open({ flow, confirmation })).toBe('opened');
      expect(await store.enrolment.enrolment(flow.id)).toMatchObject(flow);
      expect(await store.enrolment.flow(confirmation.id)).toMatchObject({ status: 'done' });
      expect(await store.enrolment.open({ flow: enrolmentOf(session), confirmation })).toBe('changed');
      expect(await store.enrolment.open({ flow: enrolmentOf(session, { epoch: 'older' }) })).toBe('changed');
      await full();
      expect(await store.enrolment.open({ flow: enrolmentOf(session) })).toBe('full');
    });

    it('is registered by one phone, of two at once', async () => {
      const flow = await opened();
      expect(await store.enrolment.show(flow, START + 1000)).toBe('shown');
      expect(await store.enrolment.show(flow, START + 1000)).toBe('changed');
      const both = [deviceOf(flow), deviceOf(flow)];
      const outcomes = await Promise.all(both.map((device) => store.enrolment.register(flow, device, START + 3000)));
      expect(outcomes.toSorted()).toEqual(['changed', 'registered']);
      const [first] = both.filter((_, i) => outcomes[i] === 'registered');
      const after = await store.enrolment.enrolment(flow.id);
      expect(after).toMatchObject({ state: 'registered', device: { id: first?.id }, endsAt: first?.endsAt });
      expect(await store.enrolment.device(account.id, first?.id ?? '')).toMatchObject(first ?? {});
      expect((await store.account(account.id))?.devices).toBeUndefined();
    });

    it('is not registered too late, nor when session, account or number of phones stand against it', async () => {
      const flow = await opened();
      expect(await store.enrolment.register(flow, deviceOf(flow), flow.endsAt)).toBe('changed');
      await full();
      expect(await store.enrolment.register(flow, deviceOf(flow), START + 3000)).toBe('full');
      await store.settle({ ...account, epoch: 'epoch-2' });
      expect(await store.enrolment.register(flow, deviceOf(flow), START + 3000)).toBe('changed');
      await store.settle({ ...account, status: 'locked' });
      expect(await store.enrolment.register(flow, deviceOf(flow), START + 3000)).toBe('changed');
      await store.settle(account);
      await store.sessions.end(account.id, session.token, VISIT);
      expect(await store.enrolment.register(flow, deviceOf(flow), START + 3000)).toBe('changed');
    });

    it('sells one try of the number, and activates behind it only', async () => {
      const { flow, device } = await registered();
      expect(await store.enrolment.activate(activationOf(flow, account, device))).toBe('changed');
      expect(await store.enrolment.buyNumberTry(flow, { requestHash: 'key' }, START + 4000)).toBe('bought');
      expect(await store.enrolment.buyNumberTry(flow, { requestHash: 'key' }, START + 4000)).toBe('sold');
      expect(await store.enrolment.activate(activationOf(flow, account, device, device.endsAt))).toBe('changed');
      const activation = activationOf(flow, account, device);
      expect(await store.enrolment.activate(activation)).toBe('activated');
      expect(await store.enrolment.enrolment(flow.id)).toMatchObject({ status: 'done', state: 'done' });
      expect((await store.devices.look(account.id, device.id)).device?.state).toBe('active');
      expect((await store.account(account.id))?.devices).toEqual([device.id]);
      const own = (await store.messages()).filter((message) => message.account === account.id);
      const told = own.filter(({ kind }) => kind === 'phone-activated');
      expect(told.toSorted((a, b) => a.channel.localeCompare(b.channel))).toMatchObject([
        { id: activation.notice, channel: 'email', phoneName: device.name },
        { id: `${activation.notice}.sms`, channel: 'sms', phoneName: device.name },
      ]);
      expect((await store.links.look(account.id, activation.notMe.address)).notMe?.madeAt).toBe(activation.visit.at);
      expect(await store.enrolment.activate(activation)).toBe('changed');
    });

    it('of a sixth phone, or of a first one where there is one, activates nothing', async () => {
      const { flow, device } = await registered();
      const { flow: first, device: lone } = await registered({ first: true });
      for (const one of [flow, first]) await store.enrolment.buyNumberTry(one, {}, START + 4000);
      await full();
      expect(await store.enrolment.activate(activationOf(flow, account, device))).toBe('full');
      await store.settle({ ...account, devices: [idOf('1')] });
      expect(await store.enrolment.activate(activationOf(first, account, lone))).toBe('changed');
      expect((await store.devices.look(account.id, lone.id)).device?.state).toBe('pending');
      await store.settle({ ...account, devices: [] });
      expect(await store.enrolment.activate(activationOf(first, account, lone))).toBe('activated');
    });

    it('T46: of six at once, five phones are activated', async () => {
      await store.settle({ ...account, devices: ['1', '2', '3'].map(idOf) });
      const three = await Promise.all([registered(), registered(), registered()]);
      for (const { flow } of three) await store.enrolment.buyNumberTry(flow, {}, START + 4000);
      const outcomes = [];
      for (const { flow, device } of three) {
        outcomes.push(await store.enrolment.activate(activationOf(flow, account, device)));
      }
      expect(outcomes).toEqual(['activated', 'activated', 'full']);
    });

    it('ends with its phone forgotten', async () => {
      const { flow, device } = await registered();
      const now = { ...VISIT, at: START + 5000 };
      await store.enrolment.forget(flow, device, now);
      expect((await store.devices.look(account.id, device.id)).device?.state).toBe('pending');
      await store.enrolment.buyNumberTry(flow, {}, START + 4000);
      await store.enrolment.forget(flow, device, now);
      expect((await store.devices.look(account.id, device.id)).device).toBeUndefined();
      expect(await store.enrolment.enrolment(flow.id)).toMatchObject({ status: 'done', state: 'ended' });
      expect((await store.audit(account.id)).at(-1)).toMatchObject({ event: 'device-forgotten', device: device.id });
      expect((await enrolled(store, account)).state).toBe('active');
    });
  });
}
