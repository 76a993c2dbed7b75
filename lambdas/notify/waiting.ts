import type { Approval } from '../auth/approval.ts';
import type { Device, Subscription } from '../auth/device.ts';
import { socketsOfPhone } from '../auth/socket.ts';
import { log } from '../log.ts';
import { type HintNeeds, hint } from './hint.ts';
import type { OwedWaiting } from './owed.ts';

/** Wakes a phone by the push service of its browser, with nothing in it. */
export type Push = (subscription: Subscription) => Promise<'pushed' | 'gone'>;

export interface WaitingNeeds extends HintNeeds {
  /** The question, and the phones of its account. */
  question(account: string, approval: string): Promise<{ approval?: Approval; devices: readonly Device[] }>;
  readonly push: Push;
  /** The phone has no longer that subscription. */
  unsubscribe(device: Device, subscription: Subscription): Promise<void>;
}

/**
 * Tells the phones that may answer that something waits, each by its sockets and by push, as far as that succeeds: they
 * ask for what it is, and would do so without being told. Nobody is told of a decoy, or of what no longer waits.
 */
export async function tellPhones(needs: WaitingNeeds, owed: OwedWaiting, now: number): Promise<'sent' | 'dropped'> {
  if (owed.isDecoy) return 'dropped';
  const { approval, devices } = await needs.question(owed.account, owed.approval);
  if (!approval || approval.isDecoy || approval.state !== 'waiting' || approval.endsAt <= now) return 'dropped';
  const asked = devices.filter(({ id, state }) => state === 'active' && (approval.device ?? id) === id);
  await Promise.all(asked.flatMap((device) => [hint(needs, socketsOfPhone(device.id), 'phone'), wake(needs, device)]));
  return asked.length > 0 ? 'sent' : 'dropped';
}

/** Never throws: a phone that is not woken finds the question when it is opened. */
async function wake({ push, unsubscribe }: WaitingNeeds, device: Device): Promise<void> {
  const { subscription } = device;
  if (!subscription) return;
  try {
    if ((await push(subscription)) === 'gone') await unsubscribe(device, subscription);
  } catch (error) {
    log.warn('A phone was not woken.', { error: error instanceof Error ? error.name : String(error) });
  }
}
