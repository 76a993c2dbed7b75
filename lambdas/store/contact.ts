import { PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  type ContactStore,
  FEEDBACK_PER_DAY,
  type Feedback,
  RECEIPTS_PER_DAY,
  type Receipt,
} from '../auth/contact-store.ts';
import { PUZZLE_UNTIL_SECONDS } from '../auth/puzzle.ts';
import { sameText } from '../auth/tokens.ts';
import { conditional, type DocumentClient, type TransactItem, transact } from '../aws/dynamodb.ts';
import { feedbackKey } from './feedback.ts';
import { owed } from './outbox.ts';

/**
 * Rows of table `limits` that the contact form and the help beside the steps write:
 *
 * | subject | scope | holds |
 * |---|---|---|
 * | `puzzle#nonce` | `used` | the hash of the request that used it |
 * | `receipt#pseudonym` | day | that the mailbox has had its receipt |
 * | `receipts` | day | how many have left |
 * | `address#pseudonym` | `feedback#day` | answers from that address |
 * | `feedback` | `month#topic` | answers `yes` and `no`; see `feedback.ts` |
 */
const DAY_KEPT_SECONDS = 2 * 24 * 3600;
const FEEDBACK_KEPT_SECONDS = 400 * 24 * 3600;

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);
const secondsOf = (now: number): number => Math.floor(now / 1000);

export function contactStore(
  client: DocumentClient,
  tables: Readonly<Record<'limits' | 'outbox', string>>,
): ContactStore {
  return {
    async usePuzzle(nonce, idempotencyHash, now) {
      const ttl = secondsOf(now) + 2 * PUZZLE_UNTIL_SECONDS;
      const put = {
        TableName: tables.limits,
        Item: { subject: `puzzle#${nonce}`, scope: 'used', idempotencyHash, ttl },
        ConditionExpression: 'attribute_not_exists(subject)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      } as const;
      const used = await conditional(() => client.send(new PutCommand(put)));
      if ('done' in used) return 'used';
      return sameText(String(used.failed?.idempotencyHash), idempotencyHash) ? 'again' : 'taken';
    },

    async oweReceipt(receipt) {
      const cancelled = await transact(client, [
        firstOfDay(tables.limits, receipt),
        oneOfDay(tables.limits, receipt),
        owed(tables.outbox, messageOf(receipt)),
      ]);
      return cancelled ? 'none' : 'owed';
    },

    async countFeedback(feedback) {
      const cancelled = await transact(client, [
        { Update: countedFor(tables.limits, feedback) },
        { Update: counted(tables.limits, feedback) },
      ]);
      return cancelled ? 'too-many' : 'counted';
    },
  };
}

/** The mailbox has had none today. */
const firstOfDay = (table: string, { mailbox, now }: Receipt): TransactItem => ({
  Put: {
    TableName: table,
    Item: { subject: `receipt#${mailbox}`, scope: dayOf(now), ttl: secondsOf(now) + DAY_KEPT_SECONDS },
    ConditionExpression: 'attribute_not_exists(subject)',
  },
});

/** One of those that may leave today. */
const oneOfDay = (table: string, { now }: Receipt): TransactItem => ({
  Update: {
    TableName: table,
    Key: { subject: 'receipts', scope: dayOf(now) },
    UpdateExpression: 'SET #ttl = :ttl ADD receipts :one',
    ConditionExpression: 'attribute_not_exists(receipts) OR receipts < :most',
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: { ':ttl': secondsOf(now) + DAY_KEPT_SECONDS, ':one': 1, ':most': RECEIPTS_PER_DAY },
  },
});

/** It names the ticket; number, link and address are made of that when it is sent. */
const messageOf = ({ ticket, now }: Receipt) =>
  ({
    id: `receipt.${ticket}`,
    kind: 'ticket-receipt',
    account: `guest#${ticket}`,
    channel: 'email',
    ticket,
    createdAt: now,
  }) as const;

const countedFor = (table: string, { address, now }: Feedback) => ({
  TableName: table,
  Key: { subject: `address#${address}`, scope: `feedback#${dayOf(now)}` },
  UpdateExpression: 'SET #ttl = :ttl ADD answers :one',
  ConditionExpression: 'attribute_not_exists(answers) OR answers < :most',
  ExpressionAttributeNames: { '#ttl': 'ttl' },
  ExpressionAttributeValues: { ':ttl': secondsOf(now) + DAY_KEPT_SECONDS, ':one': 1, ':most': FEEDBACK_PER_DAY },
});

const counted = (table: string, { topic, helpful, now }: Feedback) => ({
  TableName: table,
  Key: feedbackKey(topic, now),
  UpdateExpression: 'SET #ttl = :ttl ADD #answer :one',
  ExpressionAttributeNames: { '#ttl': 'ttl', '#answer': helpful ? 'yes' : 'no' },
  ExpressionAttributeValues: { ':ttl': secondsOf(now) + FEEDBACK_KEPT_SECONDS, ':one': 1 },
});
