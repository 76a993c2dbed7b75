import type { Account, Visit } from './account.ts';
import type { Device } from './device.ts';
import type { DeviceStore, Removal } from './device-store.ts';
import { notMeOf } from './not-me.ts';
import { Refusal } from './refusal.ts';
import { newId, type Random } from './tokens.ts';

export interface RemovalNeeds {
  readonly store: Pick<DeviceStore, 'look' | 'remove'>;
  readonly random: Random;
}

const ATTEMPTS = 3;

/**
 * Ends a phone at once and everywhere: with it end the sessions that it approved and what waits on it; its sockets are
 * hung up as its owner is told. Answers its account as it is then; undefined where there is no such phone, or no more.
 */
export async function removeDevice(
  needs: RemovalNeeds,
  { account: owner, id }: Pick<Device, 'account' | 'id'>,
  by: Pick<Removal, 'by' | 'operator'>,
  visit: Visit,
): Promise<Account | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { account, device } = await needs.store.look(owner, id);
    if (!account || !device || device.state === 'revoked') return undefined;
    const after = await removeDevices(needs, { account, devices: [device], ...by, reviewed: false }, visit);
    if (after) return after;
  }
  throw new Refusal('temporarily-unavailable', { retryAfterSeconds: 1 });
}

/** Ends phones of an account as it was read; undefined where its phones are others by now. */
export async function removeDevices(
  needs: Omit<RemovalNeeds, 'store'> & { readonly store: Pick<DeviceStore, 'remove'> },
  removal: Pick<Removal, 'account' | 'devices' | 'by' | 'operator' | 'reviewed'>,
  visit: Visit,
): Promise<Account | undefined> {
  const { account, devices, reviewed } = removal;
  const [notice, notMe] = [newId(needs.random), notMeOf(account, visit.at)];
  if ((await needs.store.remove({ ...removal, notice, notMe, visit })) === 'changed') return undefined;
  const gone = new Set(devices.map(({ id }) => id));
  const left = account.devices?.filter((id) => !gone.has(id)) ?? [];
  return { ...account, devices: left, ...(reviewed && { devicesReviewedAt: visit.at }) };
}
