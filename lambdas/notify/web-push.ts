import type { Subscription } from '../auth/device.ts';
import { isPushService } from '../auth/push-services.ts';
import { type VapidKeys, vapidHeader } from '../auth/vapid.ts';
import type { Push } from './waiting.ts';

/** What takes longer is given up: a phone that was not woken asks when it is opened. */
const PATIENCE_MILLISECONDS = 3000;
/** Seconds that the service keeps it for a phone that is off: as long as a question waits. */
const KEPT_SECONDS = 120;

export interface PushNeeds {
  readonly keys: VapidKeys;
  /** Whom the people behind a push service write to. */
  readonly supportAddress: string;
  readonly clock: () => number;
  readonly fetch: typeof fetch;
}

/**
 * Wakes phones by Web Push (RFC 8030) with nothing in it, so that the service learns nothing but that. Gone: the service
 * no longer knows the subscription. Throws what else it answers, and when it does not.
 */
export function webPush({ keys, supportAddress, clock, fetch }: PushNeeds): Push {
  return async ({ endpoint }: Subscription) => {
    if (!isPushService(endpoint)) return 'gone';
    const { ok, status, body } = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization: vapidHeader(keys, new URL(endpoint).origin, `mailto:${supportAddress}`, clock()),
        ttl: String(KEPT_SECONDS),
        urgency: 'high',
      },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    });
    await body?.cancel();
    if (status === 404 || status === 410) return 'gone';
    if (!ok) throw new Error(`A push service answered ${status}.`);
    return 'pushed';
  };
}
