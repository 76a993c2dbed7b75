import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { Device } from '../../lambdas/auth/device.ts';
import type { Removal } from '../../lambdas/auth/device-store.ts';
import { notMeOf } from '../../lambdas/auth/not-me.ts';
import type { Store } from '../fakes/memory-store.ts';
import { enrolled } from '../harness/devices.ts';
import { idOf, person, START } from '../harness/people.ts';
import { VISIT } from '../harness/sign-ins.ts';

const HOUR = 3_600_000;
const LATER = { ...VISIT, at: START + 9 * HOUR };
let accounts = 0;

/** What phones that work promise, of either kind of store. */
export function devicesContract(start: () => Promise<Store>): void {
  let store: Store;
  let account: Account;
  let device: Device;
  let other: Device;

  beforeEach(async () => {
    store = await start();
    accounts += 1;
    account = person({ id: idOf(`device-${accounts}-`), email: `device${accounts}@example.org` });
    await store.settle(account);
    [device, other] = [await enrolled(store, account), await enrolled(store, account)];
    account = (await store.account(account.id)) ?? account;
  });

  const current = async () => (await store.devices.look(account.id, device.id)).device;
  const news = (visit: typeof VISIT) => ({ notMe: notMeOf(account, visit.at), visit });
  const trial = (count: number, now: number) => ({ request: `request-${count}-`.padEnd(43, 'x'), nonceAt: now, now });

  describe('a phone', () => {
    it('is read with its account, and the phones of an account in its order', async () => {
      const found = await store.devices.look(account.id, device.id);
      expect([found.device, found.account?.devices]).toMatchObject([{ ...device, state: 'active' }, account.devices]);
      expect(await store.devices.look(account.id, idOf('none'))).toMatchObject({ account: { id: account.id } });
      expect((await store.devices.phonesOf(account)).map(({ id }) => id)).toEqual([device.id, other.id]);
      expect(await store.devices.phonesOf(person())).toEqual([]);
    });

    it('sells tries until a lock, and again when it is over', async () => {
      const outcomes = [];
      for (let i = 0; i < 4; i += 1) outcomes.push(await store.devices.buyPinTry(device, trial(i, START + i)));
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['bought', 'bought', 'bought', 'locked']);
      expect(outcomes[2]).toMatchObject({ device: { pinTries: 3, pinAt: START + 2, pinNonceAt: START + 2 } });
      expect(outcomes[3]).toEqual({ outcome: 'locked', until: START + 2 + 3 * HOUR });
      expect(await store.devices.buyPinTry(device, trial(9, START + 1 + 3 * HOUR))).toMatchObject({
        outcome: 'locked',
      });
      for (let i = 3; i < 6; i += 1) {
        const bought = await store.devices.buyPinTry(device, trial(i, START + 2 + 3 * HOUR + i));
        expect(bought.outcome).toBe('bought');
      }
      expect(await store.devices.buyPinTry(device, trial(9, START + 20 * HOUR))).toMatchObject({ outcome: 'locked' });
      for (let i = 6; i < 9; i += 1) {
        const bought = await store.devices.buyPinTry(device, trial(i, START + 28 * HOUR + i));
        expect(bought.outcome).toBe('bought');
      }
      expect(await store.devices.buyPinTry(device, trial(9, START + 99 * HOUR))).toEqual({ outcome: 'used-up' });
    });

    it('sells one try to a request, and none to one whose nonce is older', async () => {
      expect((await store.devices.buyPinTry(device, trial(1, START))).outcome).toBe('bought');
      expect(await store.devices.buyPinTry(device, trial(1, START))).toMatchObject({
        outcome: 'again',
        device: { pinTries: 1 },
      });
      expect(await store.devices.buyPinTry(device, trial(2, START))).toEqual({ outcome: 'stale' });
      expect(await store.devices.buyPinTry(device, { ...trial(3, START - 1), now: START })).toEqual({
        outcome: 'stale',
      });
      expect(await store.devices.buyPinTry({ ...device, id: idOf('none') }, trial(4, START))).toEqual({
        outcome: 'gone',
      });
    });

    it('clears its count for what is right, with the counter of its fingerprint', async () => {
      const fingerprint = { id: 'credential', publicKey: 'key', counter: 0 };
      await store.devices.buyPinTry(device, trial(1, START));
      const right = { device, request: 'r1' };
      expect(await store.devices.changeUnlock(right, { fingerprint }, news(VISIT))).toBe('changed');
      const now = { ...device, fingerprint };
      expect(await store.devices.clearTries({ device: now, request: 'r2', counter: 7 }, LATER)).toBe('cleared');
      expect(await current()).toMatchObject({ pinTries: 0, lastUsed: LATER, fingerprint: { counter: 7 } });
      expect(await store.devices.changeUnlock(right, { pin: { hash: 'new', keyId: 'k2' } }, news(LATER))).toBe('gone');
      const pin = { pin: { hash: 'new', keyId: 'k2' } };
      expect(await store.devices.changeUnlock({ device: now, request: 'r3', counter: 8 }, pin, news(LATER))).toBe(
        'changed',
      );
      expect(await current()).toMatchObject({ ...pin, fingerprint: { counter: 8 } });
      expect(await store.devices.changeUnlock({ device: now, request: 'r4' }, pin, news(LATER))).toBe('gone');
      const after = { ...now, ...pin };
      expect(
        await store.devices.changeUnlock({ device: after, request: 'r5' }, { fingerprint: undefined }, news(LATER)),
      ).toBe('changed');
      expect((await current())?.fingerprint).toBeUndefined();
    });

    it('tells of another PIN or fingerprint, with a link that takes the phone out, and of none that was not made', async () => {
      const name = (count: number) => `change-${accounts}-${count}-`.padEnd(43, 'x');
      const fingerprint = { id: 'credential', publicKey: 'key', counter: 0 };
      const pin = { hash: 'new', keyId: 'k2' };
      const right = (count: number, given: Partial<Device> = {}) => ({
        device: { ...device, ...given },
        request: name(count),
      });
      expect(await store.devices.changeUnlock(right(1), { fingerprint }, news(LATER))).toBe('changed');
      expect(await store.devices.changeUnlock(right(2), { pin }, news(LATER))).toBe('gone');
      expect(await store.devices.changeUnlock(right(3, { fingerprint }), { pin }, news(LATER))).toBe('changed');
      const none = { fingerprint: undefined };
      expect(await store.devices.changeUnlock(right(4, { fingerprint, pin }), none, news(LATER))).toBe('changed');
      const told = (await store.messages()).filter((message) => message.account === account.id);
      const sorted = told
        .filter(({ kind }) => kind === 'phone-unlock-changed')
        .toSorted((a, b) => a.id.localeCompare(b.id));
      const base = { kind: 'phone-unlock-changed', phoneName: device.name, channel: 'email', visit: LATER } as const;
      expect(sorted).toMatchObject([
        { ...base, id: name(1).slice(0, 22), what: 'fingerprint-added' },
        { ...base, id: name(3).slice(0, 22), what: 'pin' },
        { ...base, id: name(4).slice(0, 22), what: 'fingerprint-removed' },
      ]);
      const { notMe } = news(LATER);
      expect((await store.links.look(account.id, notMe.address)).notMe).toMatchObject({ madeAt: LATER.at });
      const suspects = await store.links.devicesSince(account, LATER.at - 1);
      expect(suspects).toMatchObject([{ id: device.id, unlockSince: LATER.at }]);
    });

    it('writes down what was wrong, and tells of a lock once', async () => {
      const refused = { device, by: 'pin', request: 'q'.repeat(43), lockedUntil: START + HOUR, visit: LATER } as const;
      await store.devices.refuseUnlock(refused);
      await store.devices.refuseUnlock(refused);
      const told = (await store.messages()).filter((message) => message.account === account.id);
      expect(told.filter(({ kind }) => kind === 'phone-locked')).toMatchObject([
        { id: 'q'.repeat(22), phoneName: device.name, until: START + HOUR },
      ]);
      expect((await store.audit(account.id)).at(-1)).toMatchObject({ event: 'device-unlock-refused', what: 'pin' });
    });

    it('is renamed and subscribed while it works', async () => {
      const subscription = { endpoint: 'https://fcm.googleapis.com/x', keys: { p256dh: 'p', auth: 'a' } };
      expect(await store.devices.rename(device, 'Work', VISIT)).toBe('renamed');
      expect(await store.devices.subscribe(device, subscription)).toBe('subscribed');
      expect(await current()).toMatchObject({ name: 'Work', subscription });
      expect(await store.devices.subscribe(device, undefined)).toBe('subscribed');
      expect((await current())?.subscription).toBeUndefined();
    });
  });

  describe('the end of phones', () => {
    const removal = (given: Partial<Removal> = {}): Removal => ({
      account,
      devices: [{ ...device, state: 'active' }],
      by: 'browser',
      reviewed: false,
      notice: idOf(`removed-${accounts}-`),
      notMe: notMeOf(account, START + HOUR),
      visit: { ...VISIT, at: START + HOUR },
      ...given,
    });
    const left = async () => (await store.account(account.id))?.devices;

    it('takes them out of the account, for good, and tells the owner', async () => {
      expect(await store.devices.remove(removal())).toBe('removed');
      expect([await left(), (await current())?.state]).toEqual([[other.id], 'revoked']);
      const told = (await store.messages()).filter(({ id }) => id === removal().notice);
      const message = { kind: 'phone-removed', phoneName: device.name, channel: 'email', endedPhones: [device.id] };
      expect(told).toMatchObject([message]);
      expect((await store.links.look(account.id, removal().notMe.address)).notMe?.madeAt).toBe(START + HOUR);
      expect((await store.audit(account.id)).at(-1)).toMatchObject({
        event: 'device-removed',
        device: device.id,
        by: 'browser',
      });
      const right = { device, request: 'r' };
      expect(await store.devices.clearTries(right, VISIT)).toBe('changed');
      expect(await store.devices.changeUnlock(right, { pin: { hash: 'h', keyId: 'k' } }, news(VISIT))).toBe('gone');
      expect(await store.devices.rename({ ...device, state: 'active' }, 'Back', VISIT)).toBe('gone');
      expect(await store.devices.subscribe(device, undefined)).toBe('gone');
      expect((await store.devices.buyPinTry(device, trial(1, START + 2 * HOUR))).outcome).toBe('gone');
    });

    it('is of the phones that were read: of two at once, one is done', async () => {
      const both = [
        removal(),
        removal({ devices: [{ ...other, state: 'active' }], notice: idOf(`other-${accounts}-`) }),
      ];
      const outcomes = await Promise.all(both.map((one) => store.devices.remove(one)));
      expect(outcomes.toSorted()).toEqual(['changed', 'removed']);
      expect(await left()).toHaveLength(1);
    });

    it('after a recovery keeps those that were named', async () => {
      const all = [device, other].map((one) => ({ ...one, state: 'active' as const }));
      expect(await store.devices.remove(removal({ devices: all, by: 'review', reviewed: true }))).toBe('removed');
      expect(await store.account(account.id)).toMatchObject({ devices: [], devicesReviewedAt: START + HOUR });
      const now = (await store.account(account.id)) ?? account;
      const again = removal({ account: now, devices: [], reviewed: true, notice: idOf(`none-${accounts}-`) });
      expect(await store.devices.remove(again)).toBe('removed');
      expect((await store.messages()).find(({ id }) => id === again.notice)).toBeUndefined();
    });
  });
}
