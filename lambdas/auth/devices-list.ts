import type { Account, Visit } from './account.ts';
import { type Device, hasPhonesToReview } from './device.ts';
import { removeDevice, removeDevices } from './device-removal.ts';
import type { DeviceStore } from './device-store.ts';
import { needsConfirmation } from './enrolment.ts';
import { Refusal } from './refusal.ts';
import { act, type SessionCookie, type SessionNeeds, type SignedIn, whoIs } from './session.ts';
import type { Random } from './tokens.ts';

export interface PhonesNeeds {
  readonly store: DeviceStore;
  readonly sessions: SessionNeeds;
  readonly random: Random;
}

/** The phones of who is signed in. */
export interface OwnPhones {
  readonly devices: readonly Device[];
  /** The account was recovered since its phones were looked at. */
  readonly toReview: boolean;
  /** Whether activating one more needs a confirmation of its own now. */
  readonly confirmationNeeded: boolean;
}

interface Asked {
  readonly session: SessionCookie | undefined;
  readonly visit: Visit;
  readonly now: number;
}

/** Reading is not an activity. */
export async function ownPhones(needs: PhonesNeeds, { session, now }: Omit<Asked, 'visit'>): Promise<OwnPhones> {
  return phonesOf(needs, await whoIs(needs.sessions, session, now), now);
}

async function phonesOf(needs: PhonesNeeds, { account, session }: SignedIn, now: number): Promise<OwnPhones> {
  const devices = await needs.store.phonesOf(account);
  return {
    devices: devices.filter(({ state }) => state === 'active'),
    toReview: hasPhonesToReview(account),
    confirmationNeeded: needsConfirmation(account, session, now),
  };
}

export async function renameOwnPhone(
  needs: PhonesNeeds,
  { phone, name, ...asked }: Asked & { readonly phone: string; readonly name: string },
): Promise<OwnPhones> {
  const signedIn = await act(needs.sessions, asked.session, asked.now);
  const device = await ownPhone(needs, signedIn.account, phone);
  if ((await needs.store.rename(device, name, asked.visit)) === 'gone') throw new Refusal('phone-unknown');
  return phonesOf(needs, signedIn, asked.now);
}

/** Ends a phone of who is signed in, be it the one that approved this very session. */
export async function removeOwnPhone(
  needs: PhonesNeeds,
  { phone, ...asked }: Asked & { readonly phone: string },
): Promise<OwnPhones> {
  const signedIn = await act(needs.sessions, asked.session, asked.now);
  const device = await ownPhone(needs, signedIn.account, phone);
  const account = await removeDevice(needs, device, { by: 'browser' }, asked.visit);
  if (!account) throw new Refusal('phone-unknown');
  return phonesOf(needs, { ...signedIn, account }, asked.now);
}

/** After a recovery: keeps these phones and ends the others. Who took over a mailbox may have been the one to recover. */
export async function reviewPhones(
  needs: PhonesNeeds,
  { keep, ...asked }: Asked & { readonly keep: readonly string[] },
): Promise<OwnPhones> {
  const signedIn = await act(needs.sessions, asked.session, asked.now);
  const devices = (await needs.store.phonesOf(signedIn.account)).filter(({ id }) => !keep.includes(id));
  const removal = { account: signedIn.account, devices, by: 'review', reviewed: true } as const;
  const account = await removeDevices(needs, removal, asked.visit);
  // Another page has just changed the phones: the person looks again.
  if (!account) throw new Refusal('temporarily-unavailable', { retryAfterSeconds: 1 });
  return phonesOf(needs, { ...signedIn, account }, asked.now);
}

async function ownPhone({ store }: PhonesNeeds, account: Account, id: string): Promise<Device> {
  const device = (await store.phonesOf(account)).find((phone) => phone.id === id);
  if (!device) throw new Refusal('phone-unknown');
  return device;
}
