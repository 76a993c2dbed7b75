import { draft } from './draft.ts';
import { cutToSeptets, SEGMENT_SEPTETS, septets, toGsm } from './gsm.ts';
import { inertLine } from './inert.ts';
import type { Addressing, Message } from './message.ts';

const SHORTEST_NAME = 11;

/**
 * An SMS of the default alphabet, so that it costs one segment: of a portal's name that is too long only the
 * beginning is said, and one in another script is replaced by the host. It holds digits, a time, fixed words and our
 * own host, and nothing that a person chose. Only a host of more than some 60 characters makes it two segments.
 */
export function renderSms(message: Message, addressing: Addressing): string {
  const { portal } = addressing;
  const named = (name: string) => toGsm(draft(message, { ...addressing, portal: { ...portal, name } }).sms);
  const room = SEGMENT_SEPTETS - (septets(named('')) ?? 0);
  const name = toGsm(inertLine(portal.name)).trim() || new URL(portal.origin).hostname;
  return named(cutToSeptets(name, Math.max(room, SHORTEST_NAME)));
}
