import { CODE_TRIES } from '../auth/codes.ts';
import type { ConfirmationFlow, FlowStatus } from '../auth/flow.ts';
import type { TransactItem } from '../aws/dynamodb.ts';
import { changed } from './flows.ts';

/** What becomes of a confirmation, a row of table `flows`; each on condition that it is open and what was read. */

/** Confirmed, and not too long ago. */
const CONFIRMED = { where: 'confirmed.#until > :now', names: { '#until': 'until' } };

/** A newer code, or a new address to which one is owed; the tries are the same. */
export function codeSent(table: string, before: ConfirmationFlow, after: ConfirmationFlow, now: number): TransactItem {
  const fields = Object.entries({
    '#counter': after.counter,
    channel: after.channel,
    codeEndsAt: after.codeEndsAt,
    ...(after.message !== undefined && { message: after.message }),
    ...(after.pending && { pending: after.pending }),
  });
  const change = {
    update: `SET ${fields.map(([name], i) => `${name} = :set${i}`).join(', ')}`,
    where: `triesLeft > :zero AND ${before.confirmed ? CONFIRMED.where : 'attribute_not_exists(confirmed)'}`,
    ...(before.confirmed && { names: CONFIRMED.names }),
    values: { ':zero': 0, ...Object.fromEntries(fields.map(([, value], i) => [`:set${i}`, value])) },
  };
  return changed(table, before, change, now);
}

/** The right code: the action may be begun. The code is void, and the one to a new address will have tries of its own. */
export function confirmed(
  table: string,
  flow: ConfirmationFlow,
  by: NonNullable<ConfirmationFlow['confirmed']>,
  now: number,
): TransactItem {
  const change = {
    update: 'SET confirmed = :confirmed, codeEndsAt = :zero, triesLeft = :tries',
    where: 'codeEndsAt > :now AND attribute_not_exists(confirmed)',
    values: { ':confirmed': by, ':zero': 0, ':tries': CODE_TRIES },
  };
  return changed(table, flow, change, now);
}

/** Open → done: within the time of the confirmation, or, where an address had to be proved, by the code compared. */
export function used(table: string, flow: ConfirmationFlow, { by, completion, now }: Use): TransactItem {
  const change = {
    update: 'SET #status = :done, completion = :completion',
    ...(by === 'code' ? { where: 'attribute_exists(confirmed) AND codeEndsAt > :now' } : CONFIRMED),
    values: { ':done': 'done' satisfies FlowStatus, ':completion': completion },
  };
  return changed(table, flow, change, now);
}

interface Use {
  readonly by: 'confirmation' | 'code';
  readonly completion: NonNullable<ConfirmationFlow['completion']>;
  readonly now: number;
}
