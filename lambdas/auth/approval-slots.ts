import type { Approval } from './approval.ts';
import type { Picture } from './pictures.ts';

/**
 * By user name, one question may be pending per account for each known browser, and one for all unknown ones together.
 * A slot is the row that says which. What nobody can be asked about (an unknown name, no phone, a locked account) holds
 * slots likewise, so that all that a stranger can see comes from his own starts.
 */

/** The slot that unknown browsers share; a known browser's is named by the hash of its token. */
export const SHARED = 'shared';

/** So many unanswered, wrongly picked or denied in that time … */
const PAUSING = 3;
const WINDOW_SECONDS = 10 * 60;
/** … pause unknown browsers for so long; so does a report. */
export const PAUSE_SECONDS = 20 * 60;

export interface Slot {
  readonly holder: string;
  /** The question that took it last. */
  readonly approval?: string;
  /** Set by *deny and report*. */
  readonly pausedUntil?: number;
}

/** Where questions are kept that hold no slot: apart, so that no flood of them is in the way of a phone. */
export const apart = (subject: string): string => `${subject}#apart`;

export const isPending = ({ state, endsAt }: Pick<Approval, 'state' | 'endsAt'>, now: number): boolean =>
  state === 'waiting' && endsAt > now;

/** Until when unknown browsers' questions reach no phone; not after `now` means they do. */
export function pausedUntil(approvals: readonly Approval[], slot: Slot | undefined, now: number): number {
  const failures = approvals
    .filter(({ slot: held }) => held === SHARED)
    .map((approval) => failedAt(approval, now))
    .filter((at) => at !== undefined)
    .toSorted((a, b) => a - b);
  const pauses = failures.flatMap((last, i) => {
    const first = failures[i - PAUSING + 1];
    return first !== undefined && last - first <= WINDOW_SECONDS * 1000 ? [last + PAUSE_SECONDS * 1000] : [];
  });
  return Math.max(slot?.pausedUntil ?? 0, ...pauses);
}

/** When a question failed; a withdrawn one has been put to the phones all the same. */
function failedAt({ state, visit, endsAt, decided }: Approval, now: number): number | undefined {
  if (state === 'accepted') return undefined;
  if (state === 'withdrawn') return visit.at;
  if (state === 'waiting') return endsAt <= now ? endsAt : undefined;
  return decided?.at;
}

/** Numbers of the pictures that pages may still show. */
export const onShow = (
  shown: readonly { readonly picture?: Picture; readonly endsAt: number }[],
  now: number,
): readonly number[] =>
  shown.flatMap(({ picture, endsAt }) => (picture !== undefined && endsAt > now ? [picture.number] : []));
