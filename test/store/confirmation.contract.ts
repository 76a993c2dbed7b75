import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { ConfirmationFlow } from '../../lambdas/auth/flow.ts';
import { addressName } from '../../lambdas/auth/not-me.ts';
import type { Session } from '../../lambdas/auth/session.ts';
import type { Store } from '../fakes/memory-store.ts';
import { CONFIRMED, changeOf, confirmationOf, signedIn } from '../harness/confirmations.ts';
import { idOf, person, START } from '../harness/people.ts';
import { VISIT } from '../harness/sign-ins.ts';

const NOW = START + 5000;
const PHONE = { number: '+31612345678', country: 'NL', verified: true } as const;
let accounts = 0;

/** What confirmed changes promise, of either kind of store. */
export function confirmationContract(start: () => Promise<Store>): void {
  let store: Store;
  let account: Account;
  let session: Session;

  beforeEach(async () => {
    store = await start();
    accounts += 1;
    account = person({ id: idOf(`change-${accounts}-`), email: `change${accounts}@example.org`, phone: PHONE });
    await store.settle(account);
    session = await signedIn(store, account);
  });

  /** Opened without a message, so that no budget stands in the way. */
  async function opened(action: ConfirmationFlow['action'], given: Partial<ConfirmationFlow> = {}) {
    const flow = confirmationOf(session, action, given);
    expect(await store.confirmation.open({ account, flow })).toBe('opened');
    return flow;
  }

  async function confirmed(action: ConfirmationFlow['action']) {
    const flow = await opened(action);
    expect(await store.confirmation.confirm(flow, CONFIRMED, NOW)).toBe('confirmed');
    return (await store.confirmation.flow(flow.id)) ?? flow;
  }

  async function named(address: NonNullable<ConfirmationFlow['pending']>) {
    const before = await confirmed('email' in address ? 'change-email' : 'change-phone');
    const channel = 'email' in address ? 'email' : 'sms';
    const after = { ...before, pending: address, channel, counter: 2, codeEndsAt: START + 300_000 } as const;
    const code = { message: idOf(`m-${before.id}`), sentBefore: [START / 1000], sentAfter: [START / 1000, NOW / 1000] };
    expect(await store.confirmation.send({ before, after, code, now: NOW })).toBe('sent');
    return after;
  }

  describe('a confirmation', () => {
    it('is opened with what it owes, while account and session are what was read', async () => {
      const flow = confirmationOf(session, 'change-email');
      const code = { message: flow.message ?? '', sentBefore: [START / 1000], sentAfter: [START / 1000, NOW / 1000] };
      expect(await store.confirmation.open({ account, flow, code: { ...code, sentBefore: [1] } })).toBe(
        'sent-meanwhile',
      );
      expect(await store.confirmation.open({ account: { ...account, epoch: 'older' }, flow, code })).toBe('changed');
      expect(await store.confirmation.open({ account, flow, code })).toBe('opened');
      expect(await store.confirmation.flow(flow.id)).toMatchObject(flow);
      expect((await store.messages()).find(({ id }) => id === flow.message)).toMatchObject({
        kind: 'confirmation-code',
        flow: flow.id,
        counter: 1,
      });
      await store.sessions.end(account.id, session.token, VISIT);
      expect(await store.confirmation.open({ account, flow: confirmationOf(session, 'change-email') })).toBe('changed');
    });

    it('is confirmed once, and its code is void then', async () => {
      const flow = await opened('change-password');
      expect(await store.confirmation.confirm(flow, CONFIRMED, flow.codeEndsAt)).toBe('changed');
      expect(await store.confirmation.confirm({ ...flow, counter: 2 }, CONFIRMED, NOW)).toBe('changed');
      expect(await store.confirmation.confirm(flow, CONFIRMED, NOW)).toBe('confirmed');
      expect(await store.confirmation.confirm(flow, CONFIRMED, NOW)).toBe('changed');
      expect(await store.confirmation.buyCodeTry(flow, NOW)).toEqual({ outcome: 'refused' });
      expect(await store.confirmation.flow(flow.id)).toMatchObject({ confirmed: CONFIRMED, triesLeft: 5 });
    });

    it('is not confirmed for a session that has ended', async () => {
      const flow = await opened('change-password');
      await store.sessions.end(account.id, session.token, VISIT);
      expect(await store.confirmation.confirm(flow, CONFIRMED, NOW)).toBe('changed');
    });
  });

  describe('a change', () => {
    it('of the password goes on under a new epoch and a new session, once', async () => {
      const change = changeOf(await confirmed('change-password'), account, session, { passwordHash: 'another' });
      expect(await store.confirmation.change(change)).toBe('done');
      expect(await store.account(account.id)).toMatchObject({ passwordHash: 'another', epoch: change.newEpoch });
      expect((await store.sessions.read(account.id, session.token)).session).toBeUndefined();
      expect((await store.sessions.read(account.id, change.session.token)).session).toMatchObject(change.session);
      expect((await store.links.look(account.id, addressName(account.id, account.email))).notMe).toMatchObject(
        change.notMe,
      );
      expect((await store.audit(account.id)).at(-1)).toMatchObject({ event: 'password-set', by: 'owner' });
      expect(await store.confirmation.change(change)).toBe('changed');
    });

    it('is refused when the time of its confirmation is over, or nobody confirmed it', async () => {
      const flow = await confirmed('change-password');
      const change = changeOf(flow, account, session, { passwordHash: 'another' });
      const late = { ...change, visit: { ...VISIT, at: CONFIRMED.until } };
      expect(await store.confirmation.change(late)).toBe('changed');
      const open = await opened('change-password');
      expect(await store.confirmation.change(changeOf(open, account, session, { passwordHash: 'x' }))).toBe('changed');
    });

    it('of the address moves its claim and tells the old one', async () => {
      const email = `moved-${account.email}`;
      const change = changeOf(await named({ email }), account, session, { email });
      expect(await store.confirmation.change(change)).toBe('done');
      expect(await store.account(account.id)).toMatchObject({ email, emailSince: change.visit.at });
      const messages = (await store.messages()).filter(({ kind }) => kind === 'email-changed');
      const own = messages.filter((message) => message.account === account.id);
      expect(own.toSorted((a, b) => a.channel.localeCompare(b.channel))).toMatchObject([
        { channel: 'email', to: { email: account.email }, now: email },
        { channel: 'sms', to: { phone: PHONE }, now: email },
      ]);
    });

    it('to an address that another account has changes nothing', async () => {
      const email = `taken-${account.email}`;
      await store.settle(person({ id: idOf(`taken-${accounts}-`), email }));
      const flow = await named({ email });
      expect(await store.confirmation.change(changeOf(flow, account, session, { email }))).toBe('address-taken');
      expect(await store.account(account.id)).toMatchObject({ email: account.email, epoch: account.epoch });
      expect(await store.confirmation.flow(flow.id)).toMatchObject({ status: 'open' });
    });

    it('of the number sets it, or takes it away with what was sent there', async () => {
      const phone = { number: '+31687654321', country: 'NL', verified: true } as const;
      const flow = await named({ phone: { number: phone.number, country: 'NL' } });
      expect(await store.confirmation.change(changeOf(flow, account, session, { phone }))).toBe('done');
      expect(await store.account(account.id)).toMatchObject({ phone, phoneSince: START + 10_000 });
    });

    it('by a code is refused without one, and when a newer one was sent', async () => {
      const email = `other-${account.email}`;
      const unproved = await confirmed('change-email');
      expect(await store.confirmation.change(changeOf(unproved, account, session, { email }))).toBe('changed');
      const flow = await named({ email: `second-${account.email}` });
      const older = { ...flow, counter: 1 };
      expect(await store.confirmation.change(changeOf(older, account, session, { email }))).toBe('changed');
    });
  });

  describe('preferences', () => {
    it('are set while the account is what was read; a number that is not proved is not preferred', async () => {
      expect(await store.confirmation.prefer(account, { locale: 'nl', channel: 'sms' }, VISIT)).toBe('preferred');
      expect(await store.account(account.id)).toMatchObject({ locale: 'nl', channel: 'sms' });
      const { verified: _, ...phone } = PHONE;
      await store.settle({ ...account, phone });
      expect(await store.confirmation.prefer(account, { channel: 'sms' }, VISIT)).toBe('changed');
      expect(await store.confirmation.prefer({ ...account, epoch: 'older' }, { locale: 'fr' }, VISIT)).toBe('changed');
    });
  });
}
