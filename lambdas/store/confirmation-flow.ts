import { CODE_TRIES } from '../auth/codes.ts';
import type { ConfirmationFlow, FlowStatus } from '../auth/flow.ts';
import type { TransactItem } from '../aws/dynamodb.ts';
import { OPEN, whileOpen } from './flows.ts';

/** What becomes of a confirmation, a row of table `flows`; each on condition that it is open and what was read. */

/** A newer code, or a new address to which one is owed; the tries are the same. */
export function codeSent(table: string, before: ConfirmationFlow, after: ConfirmationFlow, now: number): TransactItem {
  const base = whileOpen(table, before, now);
  const sets = {
    '#counter': after.counter,
    channel: after.channel,
    codeEndsAt: after.codeEndsAt,
    ...(after.message !== undefined && { message: after.message }),
    ...(after.pending && { pending: after.pending }),
  };
  const fields = Object.entries(sets);
  const confirmed = before.confirmed ? 'confirmed.#until > :now' : 'attribute_not_exists(confirmed)';
  return {
    Update: {
      ...base,
      UpdateExpression: `SET ${fields.map(([name], i) => `${name} = :set${i}`).join(', ')}`,
      ConditionExpression: `${OPEN} AND triesLeft > :zero AND ${confirmed}`,
      ExpressionAttributeNames: { ...base.ExpressionAttributeNames, ...(before.confirmed && { '#until': 'until' }) },
      ExpressionAttributeValues: {
        ...base.ExpressionAttributeValues,
        ':zero': 0,
        ...Object.fromEntries(fields.map(([, value], i) => [`:set${i}`, value])),
      },
    },
  };
}

/** The right code: the action may be begun. The code is void, and the one to a new address will have tries of its own. */
export function confirmed(
  table: string,
  flow: ConfirmationFlow,
  by: NonNullable<ConfirmationFlow['confirmed']>,
  now: number,
): TransactItem {
  const base = whileOpen(table, flow, now);
  return {
    Update: {
      ...base,
      UpdateExpression: 'SET confirmed = :confirmed, codeEndsAt = :zero, triesLeft = :tries',
      ConditionExpression: `${OPEN} AND codeEndsAt > :now AND attribute_not_exists(confirmed)`,
      ExpressionAttributeValues: {
        ...base.ExpressionAttributeValues,
        ':confirmed': by,
        ':zero': 0,
        ':tries': CODE_TRIES,
      },
    },
  };
}

/** Open → done: within the time of the confirmation, or, where an address had to be proved, by the code compared. */
export function used(table: string, flow: ConfirmationFlow, { by, completion, now }: Use): TransactItem {
  const base = whileOpen(table, flow, now);
  const isConfirmed = by === 'code' ? 'attribute_exists(confirmed) AND codeEndsAt > :now' : 'confirmed.#until > :now';
  return {
    Update: {
      ...base,
      UpdateExpression: 'SET #status = :done, completion = :completion',
      ConditionExpression: `${OPEN} AND ${isConfirmed}`,
      ExpressionAttributeNames: {
        ...base.ExpressionAttributeNames,
        ...(by === 'confirmation' && { '#until': 'until' }),
      },
      ExpressionAttributeValues: {
        ...base.ExpressionAttributeValues,
        ':done': 'done' satisfies FlowStatus,
        ':completion': completion,
      },
    },
  };
}

interface Use {
  readonly by: 'confirmation' | 'code';
  readonly completion: NonNullable<ConfirmationFlow['completion']>;
  readonly now: number;
}
