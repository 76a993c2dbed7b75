import type { Visit } from '../../lambdas/auth/account.ts';
import { type Device, REVOKING_TRIES } from '../../lambdas/auth/device.ts';
import type { DeviceStore, PinTry, RefusedUnlock, Removal, Unlocked } from '../../lambdas/auth/device-store.ts';
import { lockedUntilOf, whyNotBought } from '../../lambdas/auth/pin-tries.ts';
import { link, owe, type World } from './memory-world.ts';

/** Phones over maps. */
export function memoryDevices(world: World): DeviceStore {
  const { accounts, devices, entries } = world;
  return {
    async look(id, phone) {
      const [account, device] = [accounts.get(id), devices.get(phone)];
      return { ...(account && { account }), ...(device?.account === id && { device }) };
    },
    phonesOf: async (account) =>
      (account.devices ?? []).map((id) => devices.get(id)).filter((device) => device !== undefined),
    buyPinTry: async (device, pinTry) => buyPinTry(world, device, pinTry),
    refuseUnlock: async (refused) => refuseUnlock(world, refused),
    async clearTries(unlocked, visit) {
      return set(world, unlocked.device, 'active', cleared(unlocked, visit)) ? 'cleared' : 'changed';
    },
    async changeUnlock(unlocked, change, { notMe, visit }) {
      const { account, id: device, name: phoneName, pin, fingerprint } = unlocked.device;
      const now = devices.get(device);
      if (now?.pin.hash !== pin.hash || now.fingerprint?.id !== fingerprint?.id) return 'gone';
      const { fingerprint: next, ...rest } = { ...now, ...cleared(unlocked, visit), unlockSince: visit.at, ...change };
      if (now.state !== 'active') return 'gone';
      devices.set(device, { ...rest, ...(next && { fingerprint: next }) });
      const what = 'pin' in change ? 'pin' : 'fingerprint';
      entries.push({ account, event: 'device-unlock-changed', device, what, ...visit });
      const told = {
        id: unlocked.request.slice(0, 22),
        account,
        channel: 'email',
        createdAt: visit.at,
        visit,
      } as const;
      const finger = next ? 'fingerprint-added' : 'fingerprint-removed';
      owe(world, { ...told, kind: 'phone-unlock-changed', phoneName, what: 'pin' in change ? 'pin' : finger });
      link(world, notMe);
      return 'changed';
    },
    async rename(device, name, visit) {
      if (!set(world, device, device.state, { name })) return 'gone';
      entries.push({ account: device.account, event: 'device-renamed', device: device.id, ...visit });
      return 'renamed';
    },
    async subscribe(device, subscription) {
      if (!set(world, device, 'active', {})) return 'gone';
      const { subscription: _, ...rest } = devices.get(device.id) ?? device;
      devices.set(device.id, { ...rest, ...(subscription && { subscription }) });
      return 'subscribed';
    },
    remove: async (removal) => remove(world, removal),
  };
}

function set({ devices }: World, { id }: Device, state: Device['state'], fields: Partial<Device>): boolean {
  const device = devices.get(id);
  if (device?.state !== state) return false;
  devices.set(id, { ...device, ...fields });
  return true;
}

function cleared({ device: { fingerprint }, counter }: Unlocked, lastUsed: Visit): Partial<Device> {
  const counted = counter !== undefined && fingerprint && { fingerprint: { ...fingerprint, counter } };
  return { pinTries: 0, lastUsed, ...counted };
}

function buyPinTry({ devices }: World, { id }: Device, pinTry: PinTry): Awaited<ReturnType<DeviceStore['buyPinTry']>> {
  const { request, nonceAt, now } = pinTry;
  const device = devices.get(id);
  const isSold =
    device?.state === 'active' &&
    device.pinNonceAt < nonceAt &&
    device.pinTries < REVOKING_TRIES &&
    lockedUntilOf(device) <= now;
  if (!isSold) return whyNotBought(device, pinTry);
  const bought = { ...device, pinTries: device.pinTries + 1, pinAt: now, pinRequest: request, pinNonceAt: nonceAt };
  devices.set(id, bought);
  return { outcome: 'bought', device: bought };
}

function refuseUnlock(world: World, { device, by: what, request, lockedUntil: until, visit }: RefusedUnlock): void {
  const { account, id, name: phoneName } = device;
  world.entries.push({ account, event: 'device-unlock-refused', device: id, what, ...visit });
  const message = request.slice(0, 22);
  if (until === undefined || world.messages.has(message)) return;
  const told = { kind: 'phone-locked', account, channel: 'email', createdAt: visit.at, visit } as const;
  owe(world, { ...told, id: message, phoneName, until });
}

function remove(world: World, removal: Removal): Awaited<ReturnType<DeviceStore['remove']>> {
  const { account: read, devices, by, reviewed, visit, notice: id, notMe } = removal;
  const account = world.accounts.get(read.id);
  const isRead = account && JSON.stringify(account.devices) === JSON.stringify(read.devices);
  if (!isRead || devices.some((device) => world.devices.get(device.id)?.state !== device.state)) return 'changed';
  const gone = new Set(devices.map((device) => device.id));
  const left = read.devices?.filter((one) => !gone.has(one)) ?? [];
  world.accounts.set(read.id, { ...account, devices: left, ...(reviewed && { devicesReviewedAt: visit.at }) });
  for (const device of devices) {
    set(world, device, device.state, { state: 'revoked' });
    world.entries.push({ account: read.id, event: 'device-removed', device: device.id, by, ...visit });
  }
  const active = devices.filter(({ state }) => state === 'active');
  if (active.length === 0) return 'removed';
  const base = { id, account: read.id, channel: 'email', createdAt: visit.at, visit, endedPhones: [...gone] } as const;
  const phoneName = active.map(({ name }) => name).join(', ');
  owe(world, { ...base, kind: by === 'wrong-pins' ? 'phone-locked' : 'phone-removed', phoneName });
  if (by !== 'wrong-pins') link(world, notMe);
  return 'removed';
}
