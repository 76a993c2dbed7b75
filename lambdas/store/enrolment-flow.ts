import type { EnrolmentFlow } from '../auth/flow.ts';
import type { TransactItem } from '../aws/dynamodb.ts';

/** What becomes of the activation of a phone, a row of table `flows`; each on condition that it is open and where it was. */
export function enrolmentMoved(
  table: string,
  flow: EnrolmentFlow,
  from: readonly EnrolmentFlow['state'][],
  sets: Partial<Pick<EnrolmentFlow, 'state' | 'status' | 'endsAt' | 'device' | 'tried'>>,
  now: number,
) {
  const fields = Object.entries(sets);
  const states = from.map((_, i) => `:from${i}`);
  return {
    TableName: table,
    Key: { id: flow.id },
    UpdateExpression: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')}`,
    ConditionExpression: `kind = :kind AND #status = :open AND secretHash = :secret AND expiresAt > :now AND #endsAt > :now AND #state IN (${states.join(', ')})`,
    ExpressionAttributeNames: {
      '#status': 'status',
      '#state': 'state',
      '#endsAt': 'endsAt',
      ...Object.fromEntries(fields.map(([name]) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: {
      ':kind': 'enrolment' satisfies EnrolmentFlow['kind'],
      ':open': 'open' satisfies EnrolmentFlow['status'],
      ':secret': flow.secretHash,
      ':now': now,
      ...Object.fromEntries(from.map((state, i) => [`:from${i}`, state])),
      ...Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
    },
  };
}

/** The one try of the number is bought. */
export function numberTried(
  table: string,
  flow: EnrolmentFlow,
  tried: NonNullable<EnrolmentFlow['tried']>,
  now: number,
) {
  const update = enrolmentMoved(table, flow, ['registered'], { tried }, now);
  return { ...update, ConditionExpression: `${update.ConditionExpression} AND attribute_not_exists(#tried)` };
}

/** Over, one way or the other, behind the one try for that phone. */
export function enrolmentEnded(
  table: string,
  flow: EnrolmentFlow,
  { device, state, now }: { readonly device: string; readonly state: 'done' | 'ended'; readonly now: number },
): TransactItem {
  const update = enrolmentMoved(table, flow, ['registered'], { status: 'done', state }, now);
  return {
    Update: {
      ...update,
      ConditionExpression: `${update.ConditionExpression} AND attribute_exists(tried) AND device.id = :device`,
      ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':device': device },
    },
  };
}
