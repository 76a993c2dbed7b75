import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import { addressName, type NotMe, type Securing } from '../../lambdas/auth/not-me.ts';
import type { Store } from '../fakes/memory-store.ts';
import { enrolled } from '../harness/devices.ts';
import { idOf, person, START } from '../harness/people.ts';
import { flowOf, openingOf, redemptionOf, VISIT } from '../harness/sign-ins.ts';

let accounts = 0;

/** What "it was not me" promises, of either kind of store. */
export function notMeContract(start: () => Promise<Store>): void {
  let store: Store;
  let account: Account;
  let notMe: NotMe;

  beforeEach(async () => {
    store = await start();
    accounts += 1;
    account = person({
      id: idOf(`not-me-${accounts}-`),
      email: `notme${accounts}@example.org`,
      phone: { number: '+31612345678', country: 'NL', verified: true },
    });
    await store.settle(account);
    const flow = flowOf(account, { address: addressName(account.id, account.email) });
    await store.signIn.open(openingOf(account, flow));
    await store.signIn.redeem(redemptionOf(flow));
    const found = await store.links.look(account.id, addressName(account.id, account.email));
    if (!found.notMe) throw new Error('A sign-in from a new browser left no link.');
    notMe = found.notMe;
  });

  const securing = (given: Partial<Securing> = {}): Securing => ({
    notMe,
    account,
    newEpoch: 'epoch-after',
    suspendsPhone: false,
    devices: [],
    browsers: [],
    lockedBy: 'owner',
    tell: account.email,
    message: idOf(`secured-${accounts}-`),
    visit: { ...VISIT, at: START + 60_000 },
    ...given,
  });

  describe('it was not me', () => {
    it('locks the account under a new epoch, uses the link up, and tells its reader', async () => {
      expect(await store.links.secure(securing({ idempotencyHash: 'key' }))).toBe('secured');
      expect(await store.account(account.id)).toMatchObject({
        status: 'locked',
        locked: { by: 'owner', at: START + 60_000 },
        epoch: 'epoch-after',
      });
      expect((await store.links.look(account.id, notMe.address)).notMe).toMatchObject({
        used: { idempotencyHash: 'key' },
      });
      const own = (await store.messages()).filter(({ id }) => id === securing().message);
      expect(own[0]).toMatchObject({ kind: 'account-secured', to: { email: account.email } });
      expect((await store.audit(account.id)).at(-1)).toMatchObject({ event: 'not-me', restored: [] });
      expect(await store.links.secure(securing({ account: { ...account, epoch: 'epoch-after' } }))).toBe('changed');
    });

    it('is refused when the account is not what was read', async () => {
      expect(await store.links.secure(securing({ account: { ...account, epoch: 'older' } }))).toBe('changed');
      expect(await store.account(account.id)).toMatchObject({ status: 'active' });
    });

    it('puts back address and number, unless another account has the address', async () => {
      const email = { address: `before-${account.email}`, since: START - 5000 };
      const phone = { number: { number: '+31687654321', country: 'NL' }, channel: 'sms' } as const;
      expect(await store.links.secure(securing({ email, phone }))).toBe('secured');
      const after = await store.account(account.id);
      expect(after).toMatchObject({
        email: email.address,
        emailSince: email.since,
        phone: phone.number,
        channel: 'sms',
      });
      expect(after?.phoneSince).toBeUndefined();
      await expect(
        store.signIn.look({ identifier: `email#${email.address}`, pair: 'p', address: 'a', now: START }),
      ).resolves.toMatchObject({ account: account.id });
    });

    it('changes nothing where another account has the address by now', async () => {
      const email = { address: `gone-${account.email}` };
      await store.settle(person({ id: idOf(`gone-${accounts}-`), email: email.address }));
      expect(await store.links.secure(securing({ email }))).toBe('address-taken');
      expect(await store.account(account.id)).toMatchObject({ status: 'active', email: account.email });
    });

    it('suspends a number that may be a thief’s', async () => {
      expect(await store.links.secure(securing({ suspendsPhone: true }))).toBe('secured');
      const after = await store.account(account.id);
      expect([after?.phone, after?.channel]).toEqual([{ number: '+31612345678', country: 'NL' }, 'email']);
    });

    it('takes out the phones that came since', async () => {
      const device = await enrolled(store, account);
      const now = (await store.account(account.id)) ?? account;
      const link = (await store.links.look(account.id, notMe.address)).notMe ?? notMe;
      expect(await store.links.devicesSince(now, device.visit.at)).toEqual([]);
      const devices = await store.links.devicesSince(now, device.visit.at - 1);
      expect(devices).toMatchObject([device]);
      expect(await store.links.secure(securing({ devices, notMe: link }))).toBe('changed');
      const visit = { ...VISIT, at: START + 120_000 };
      expect(await store.links.secure(securing({ account: now, devices, notMe: link, visit }))).toBe('secured');
      expect(await store.account(account.id)).toMatchObject({ status: 'locked', devices: [] });
      expect((await store.devices.look(account.id, device.id)).device?.state).toBe('revoked');
      const own = (await store.messages()).filter(({ id }) => id === securing().message);
      expect(own).toMatchObject([{ kind: 'account-secured', endedPhones: [device.id] }]);
      const entries = await store.audit(account.id);
      expect(
        entries
          .slice(-2)
          .map(({ event }) => event)
          .toSorted(),
      ).toEqual(['device-removed', 'not-me']);
    });

    it('forgets the browsers that became known since', async () => {
      const browsers = await store.links.browsersSince(account.id, START);
      expect(browsers).toHaveLength(1);
      expect(await store.links.browsersSince(account.id, START + 1000)).toEqual([]);
      await store.links.secure(securing({ browsers }));
      const [browser = ''] = browsers;
      expect(await store.signIn.buyPasswordTry({ subject: account.id, browser }, START)).toEqual({
        outcome: 'unknown',
      });
      expect(await store.links.browsersSince(account.id, 0)).toEqual([]);
    });

    it('a newer notice to the address takes the place of the link', async () => {
      const before = notMe.madeAt;
      const flow = flowOf(account, { address: notMe.address, visit: { ...VISIT, at: START + 40_000 } });
      await store.signIn.open({ account, flow });
      await store.signIn.redeem(redemptionOf(flow, { now: START + 41_000 }));
      const newer = (await store.links.look(account.id, notMe.address)).notMe;
      expect(newer?.madeAt).toBeGreaterThan(before);
      expect(await store.links.secure(securing())).toBe('changed');
    });
  });
}
