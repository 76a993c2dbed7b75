import type { Postage } from '../auth/recovery-store.ts';
import type { Row, TransactItem } from '../aws/dynamodb.ts';
import { KEPT_SECONDS, tallyKey } from './limits.ts';

/** The sends that strangers use up: `mailed`, in the rows of table `limits` that hold the tallies; see there. */

/** Unix seconds of the messages that strangers had sent, oldest first. */
export function mailedOf(row: Row | undefined): readonly number[] {
  return Array.isArray(row?.mailed) ? row.mailed.filter((at) => typeof at === 'number') : [];
}

/** A message that a stranger can trigger uses up a send of the account, on condition that none was sent since. */
export function mailPaid(table: string, { tally, send, now }: Postage): TransactItem {
  // A known browser's row is kept for as long as the browser is known, which a message does not change.
  const kept = tally.browser === undefined && { ':ttl': Math.floor(now / 1000) + KEPT_SECONDS };
  const conditions = [
    ...(kept ? [] : ['attribute_exists(subject)']),
    ...(send ? [send.before.length > 0 ? 'mailed = :before' : 'attribute_not_exists(mailed)'] : []),
  ];
  const sets = [...(send ? ['mailed = :after'] : []), ...(kept ? ['#ttl = :ttl'] : [])];
  return {
    Update: {
      TableName: table,
      Key: tallyKey(tally),
      // Without a send it is as much work, and nothing else.
      UpdateExpression: `SET ${sets.join(', ')}`,
      ...(conditions.length > 0 && { ConditionExpression: conditions.join(' AND ') }),
      ...(kept && { ExpressionAttributeNames: { '#ttl': 'ttl' } }),
      ExpressionAttributeValues: {
        ...kept,
        ...(send && { ':after': send.after, ...(send.before.length > 0 && { ':before': send.before }) }),
      },
    },
  };
}
