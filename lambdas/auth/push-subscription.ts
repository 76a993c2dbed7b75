import type { Device, Subscription } from './device.ts';
import type { DeviceStore } from './device-store.ts';
import { isPushService } from './push-services.ts';
import { Refusal } from './refusal.ts';

/** Where the phone is told that something waits; undefined ends it. Refuses with `push-refused` whatever no browser uses. */
export async function subscribe(
  store: Pick<DeviceStore, 'subscribe'>,
  device: Device,
  subscription: Subscription | undefined,
): Promise<Device> {
  if (subscription && !isPushService(subscription.endpoint)) throw new Refusal('push-refused');
  if ((await store.subscribe(device, subscription)) === 'gone') throw new Refusal('phone-unknown');
  const { subscription: _, ...rest } = device;
  return { ...rest, ...(subscription && { subscription }) };
}
