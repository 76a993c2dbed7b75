import type { Decided } from '../auth/approval.ts';
import { REDEEM_SECONDS } from '../auth/approval.ts';
import type { Asking, Deciding, PhoneRedemption } from '../auth/approval-store.ts';
import type { Asked, ConfirmationFlow, FlowStatus, PhoneSignInFlow } from '../auth/flow.ts';
import type { Series } from '../auth/qr-series.ts';
import type { TransactItem } from '../aws/dynamodb.ts';
import { changed } from './flows.ts';

/** What becomes of a flow that asks phones, a row of table `flows`; each on condition that it is open and what was read. */

const OPEN_PHONE = '#status = :open AND secretHash = :secret AND expiresAt > :now';

function whileOpenPhone(table: string, { id, secretHash }: PhoneSignInFlow, now: number) {
  return {
    TableName: table,
    Key: { id },
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':open': 'open' satisfies FlowStatus, ':secret': secretHash, ':now': now },
  };
}

/** Its question is the one that was read, and has been decided no more than it was. */
function asRead(asked: Asked | undefined) {
  if (!asked) return { condition: 'attribute_not_exists(asked)', values: {} };
  const undecided = asked.decided ? '' : ' AND attribute_not_exists(asked.decided)';
  return { condition: `asked.approval = :read${undecided}`, values: { ':read': asked.approval } };
}

/** Another minute of frames. */
export function seriesBegun(table: string, before: PhoneSignInFlow, series: Series, now: number) {
  const base = whileOpenPhone(table, before, now);
  const { condition, values } = asRead(before.asked);
  return {
    ...base,
    UpdateExpression: 'SET series = :series',
    ConditionExpression: `${OPEN_PHONE} AND series.#number = :number AND ${condition}`,
    ExpressionAttributeNames: { ...base.ExpressionAttributeNames, '#number': 'number' },
    ExpressionAttributeValues: {
      ...base.ExpressionAttributeValues,
      ...values,
      ':series': series,
      ':number': before.series.number,
    },
  };
}

/** The flow asks; once a phone has bound it, it need not know the browser's tokens any more. */
export function asking(table: string, { before, after, now }: Asking): TransactItem {
  const base = whileOpenPhone(table, before, now);
  const { condition, values } = asRead(before.asked);
  return {
    Update: {
      ...base,
      UpdateExpression: `SET asked = :asked${after.browsers ? '' : ' REMOVE browsers'}`,
      ConditionExpression: `${OPEN_PHONE} AND ${condition}`,
      ExpressionAttributeValues: { ...base.ExpressionAttributeValues, ...values, ':asked': after.asked },
    },
  };
}

/** The phone's answer, while the flow is open and asks nothing else. */
export function answered(table: string, { approval, decided }: Pick<Deciding, 'approval' | 'decided'>): TransactItem {
  return {
    Update: {
      TableName: table,
      Key: { id: approval.flow },
      UpdateExpression: 'SET asked.decided = :decided',
      ConditionExpression:
        '#status = :open AND expiresAt > :now AND asked.approval = :approval AND attribute_not_exists(asked.decided)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':open': 'open' satisfies FlowStatus,
        ':now': decided.at,
        ':approval': approval.id,
        ':decided': decided,
      },
    },
  };
}

/** What was accepted, and may still be used. */
const ACCEPTED = 'asked.approval = :approval AND asked.decided.decision = :accepted AND asked.decided.#at > :since';

const acceptedValues = (asked: Asked, now: number) => ({
  ':approval': asked.approval,
  ':accepted': 'accepted' satisfies Decided['decision'],
  ':since': now - REDEEM_SECONDS * 1000,
});

/** Open → done, for what the phone accepted. */
export function redeemed(table: string, redemption: PhoneRedemption): TransactItem {
  const { flow, asked, session, idempotencyHash, now } = redemption;
  const base = whileOpenPhone(table, flow, now);
  return {
    Update: {
      ...base,
      UpdateExpression: 'SET #status = :done, completion = :completion',
      ConditionExpression: `${OPEN_PHONE} AND ${ACCEPTED}`,
      ExpressionAttributeNames: { ...base.ExpressionAttributeNames, '#at': 'at' },
      ExpressionAttributeValues: {
        ...base.ExpressionAttributeValues,
        ...acceptedValues(asked, now),
        ':done': 'done' satisfies FlowStatus,
        ':completion': { session: session.token, ...(idempotencyHash !== undefined && { idempotencyHash }) },
      },
    },
  };
}

/** What the phone accepted counts as confirmed. */
export function confirmedByPhone(
  table: string,
  flow: ConfirmationFlow & { readonly asked: Asked },
  by: NonNullable<ConfirmationFlow['confirmed']>,
  now: number,
): TransactItem {
  const change = {
    update: 'SET confirmed = :confirmed',
    where: `attribute_not_exists(confirmed) AND ${ACCEPTED}`,
    names: { '#at': 'at' },
    values: { ...acceptedValues(flow.asked, now), ':confirmed': by },
  };
  return changed(table, flow, change, now);
}
