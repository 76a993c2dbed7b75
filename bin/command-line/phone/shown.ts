import type { Visit } from '../../../lambdas/auth/account.ts';
import type { Device } from '../../../lambdas/auth/device.ts';
import { lockedUntilOf } from '../../../lambdas/auth/pin-tries.ts';
import { iso, minute } from '../time.ts';

/** A phone for operators: everything but its keys. Times are ISO 8601 in UTC. */
export function document(device: Device, now: number) {
  const { id, name, visit, lastUsed, fingerprint } = device;
  const until = lockedUntilOf(device);
  return {
    id,
    name,
    added: seen(visit),
    ...(lastUsed && { lastUsed: seen(lastUsed) }),
    fingerprint: fingerprint !== undefined,
    ...(until > now && { lockedUntil: iso(until) }),
  };
}

const seen = (visit: Visit) => ({ ...visit, at: iso(visit.at) });

export const HEAD = ['ID', 'NAME', 'ADDED (UTC)', 'LAST USED (UTC)', 'FINGERPRINT', 'LOCKED UNTIL (UTC)'];

/** The same as cells for a person. */
export function cells(device: Device, now: number): readonly string[] {
  const { id, name, visit, lastUsed, fingerprint } = device;
  const until = lockedUntilOf(device);
  return [
    id,
    name,
    minute(visit.at),
    lastUsed ? minute(lastUsed.at) : 'never',
    fingerprint ? 'yes' : 'no',
    until > now ? minute(until) : '–',
  ];
}
