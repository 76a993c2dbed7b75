import type { Device, Subscription } from './device.ts';
import type { DeviceStore } from './device-store.ts';
import { Refusal } from './refusal.ts';

/** The push services of browsers: nothing that a phone names is called but these. */
const HOSTS = [
  /^fcm\.googleapis\.com$/,
  /^updates\.push\.services\.mozilla\.com$/,
  /^[a-z0-9-]+\.push\.apple\.com$/,
  /^[a-z0-9-]+\.notify\.windows\.com$/,
];

/** Where the phone is told that something waits; undefined ends it. Refuses with `push-refused` any other host. */
export async function subscribe(
  store: Pick<DeviceStore, 'subscribe'>,
  device: Device,
  subscription: Subscription | undefined,
): Promise<Device> {
  if (subscription && !isOfPushService(subscription.endpoint)) throw new Refusal('push-refused');
  if ((await store.subscribe(device, subscription)) === 'gone') throw new Refusal('phone-unknown');
  const { subscription: _, ...rest } = device;
  return { ...rest, ...(subscription && { subscription }) };
}

function isOfPushService(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, port, username, password } = new URL(endpoint);
  const isPlain = protocol === 'https:' && port === '' && username === '' && password === '';
  return isPlain && HOSTS.some((host) => host.test(hostname));
}
