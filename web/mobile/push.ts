import { bytesOf } from './keys/bytes.ts';

/** `subscribe()` may never settle: then the app goes on without. */
const PATIENCE_MILLISECONDS = 5000;

/** As the portal takes it. */
export interface Subscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** Whether this browser can be told that something waits. */
export const canPush = (): boolean =>
  'PushManager' in window && 'Notification' in window && 'serviceWorker' in navigator;

const late = () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MILLISECONDS));

async function subscription(pushKey: string): Promise<PushSubscription> {
  const { pushManager } = await navigator.serviceWorker.ready;
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(pushKey) });
}

/** Asks the person and the browser's push service; `denied` by one of them. */
export async function subscribe(pushKey: string): Promise<Subscription | 'denied' | 'failed'> {
  if ((await Notification.requestPermission()) !== 'granted') return 'denied';
  const made = await Promise.race([subscription(pushKey).catch(() => undefined), late()]);
  const { endpoint, keys } = made?.toJSON() ?? {};
  const { p256dh, auth } = keys ?? {};
  if (endpoint === undefined || p256dh === undefined || auth === undefined) return 'failed';
  return { endpoint, keys: { p256dh, auth } };
}
