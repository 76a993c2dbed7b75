import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Visit } from '../auth/account.ts';
import { CLOSING_TRIES, DELAYS_SECONDS, delayedUntil, FREE_TRIES, type Tally } from '../auth/limits.ts';
import type { Bought, Factor, Standing, TallyKey } from '../auth/tally.ts';
import { conditional, type DocumentClient, type Row, type TransactItem } from '../aws/dynamodb.ts';

/**
 * Table `limits`: partition key `subject`, sort key `scope`, TTL `ttl` (Unix seconds).
 *
 * | subject | scope | holds |
 * |---|---|---|
 * | account or decoy | `shared` | the tallies of all unknown browsers together, and the codes sent to them |
 * | account | `browser#hash` | a known browser: its own tallies, the codes sent to it, `knownUntil`, name and place |
 * | `pair#pseudonym` | `password` | wrong answers for an identifier as typed from an address |
 * | `address#pseudonym` | number of a ten-minute window | wrong answers from an address |
 * | `tickets#account`, or what stands for a guest | day | tickets, replies and uploads of the day |
 * | `sms` or `number#pseudonym` | day, for `sms` also `day#anybody` | text messages sent; those that strangers can make leave |
 *
 * A tally is two attributes, for example `passwordTries` and `passwordAt` (milliseconds since 1970). A try is bought by
 * one conditional update that needs no read before: the condition spells out the table of delays.
 */
export const KEPT_SECONDS = 30 * 24 * 3600;

export const tallyKey = ({ subject, browser }: TallyKey) => ({
  subject,
  scope: browser === undefined ? 'shared' : `browser#${browser}`,
});

export function tallyOf(row: Row | undefined, factor: Factor): Tally | undefined {
  const [tries, at] = [row?.[`${factor}Tries`], row?.[`${factor}At`]];
  return typeof tries === 'number' && typeof at === 'number' ? { tries, at } : undefined;
}

export function sentOf(row: Row | undefined): readonly number[] {
  return Array.isArray(row?.sent) ? row.sent.filter((at) => typeof at === 'number') : [];
}

export function standingOf(row: Row | undefined): Standing {
  const [password, code] = [tallyOf(row, 'password'), tallyOf(row, 'code')];
  const triesOnly = row?.knownFor === 'tries';
  return { sent: sentOf(row), triesOnly, ...(password && { password }), ...(code && { code }) };
}

/** The update that buys a try of a factor: one more, unless a delay runs or the factor is closed. */
export function tryOf(table: string, key: TallyKey, factor: Factor, now: number) {
  const other = factor === 'password' ? 'code' : 'password';
  // A known browser that reached fifty, in either factor, has lost its privilege.
  const known = `knownUntil > :now AND (attribute_not_exists(${other}Tries) OR ${other}Tries < :closing) AND `;
  // A known browser's row is kept for as long as the browser is known, which a try does not change.
  const kept = key.browser === undefined && { ':ttl': Math.floor(now / 1000) + KEPT_SECONDS };
  return {
    TableName: table,
    Key: tallyKey(key),
    UpdateExpression: `SET ${factor}Tries = if_not_exists(${factor}Tries, :zero) + :one, ${factor}At = :now${kept ? ', #ttl = :ttl' : ''}`,
    ConditionExpression: `${kept ? '' : known}(${notDelayed(factor)})`,
    ...(kept && { ExpressionAttributeNames: { '#ttl': 'ttl' } }),
    ExpressionAttributeValues: {
      ...kept,
      ':zero': 0,
      ':one': 1,
      ':now': now,
      ':free': FREE_TRIES,
      ':closing': CLOSING_TRIES,
      ...Object.fromEntries(
        DELAYS_SECONDS.flatMap((seconds, i) => [
          ...(i < DELAYS_SECONDS.length - 1 ? [[`:below${i}`, FREE_TRIES + i + 1]] : []),
          [`:since${i}`, now - seconds * 1000],
        ]),
      ),
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}

/** `delayedUntil` of `auth/limits.ts`, as a condition: with so many tries, the last one lies so far back. */
function notDelayed(factor: Factor): string {
  const [tries, at] = [`${factor}Tries`, `${factor}At`];
  const last = DELAYS_SECONDS.length - 1;
  const over = DELAYS_SECONDS.map(
    (_, i) => `(${tries} < ${i === last ? ':closing' : `:below${i}`} AND ${at} <= :since${i})`,
  );
  return [`attribute_not_exists(${tries})`, `${tries} < :free`, ...over].join(' OR ');
}

/** Why a try was not sold, from the row whose condition failed. */
export function notSold(
  row: Row | undefined,
  key: TallyKey,
  factor: Factor,
  now: number,
): Exclude<Bought, { outcome: 'bought' }> {
  const knownUntil = typeof row?.knownUntil === 'number' ? row.knownUntil : 0;
  if (key.browser !== undefined && knownUntil <= now) return { outcome: 'unknown' };
  const tallies = [tallyOf(row, 'password'), tallyOf(row, 'code')];
  const tally = tallyOf(row, factor) ?? { tries: 0, at: now };
  const closed = key.browser === undefined ? [tally] : tallies;
  if (closed.some((some) => (some?.tries ?? 0) >= CLOSING_TRIES)) return { outcome: 'closed', at: tally.at };
  return { outcome: 'delayed', until: delayedUntil(tally) };
}

export async function buyTry(
  client: DocumentClient,
  table: string,
  key: TallyKey,
  factor: Factor,
  now: number,
): Promise<Bought> {
  const bought = await conditional(() =>
    client.send(new UpdateCommand({ ...tryOf(table, key, factor, now), ReturnValues: 'ALL_NEW' })),
  );
  if ('failed' in bought) return notSold(bought.failed, key, factor, now);
  return { outcome: 'bought', standing: standingOf(bought.done.Attributes) };
}

/** The first try after a closed tally was re-opened, on condition that it was not used since. */
export async function buyReopened(
  client: DocumentClient,
  table: string,
  key: TallyKey,
  closedAt: number,
  now: number,
): Promise<Bought> {
  const bought = await conditional(() =>
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: tallyKey(key),
        UpdateExpression: 'SET passwordTries = :one, passwordAt = :now',
        ConditionExpression: 'passwordTries >= :closing AND passwordAt = :closedAt',
        ExpressionAttributeValues: { ':one': 1, ':now': now, ':closing': CLOSING_TRIES, ':closedAt': closedAt },
        ReturnValues: 'ALL_NEW',
      }),
    ),
  );
  if ('failed' in bought) return { outcome: 'closed', at: closedAt };
  return { outcome: 'bought', standing: standingOf(bought.done.Attributes) };
}

export async function reopenCode(
  client: DocumentClient,
  table: string,
  key: TallyKey,
  closedAt: number,
): Promise<'reopened' | 'closed'> {
  const reopened = await conditional(() =>
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: tallyKey(key),
        UpdateExpression: 'REMOVE codeTries, codeAt',
        ConditionExpression: 'codeTries >= :closing AND codeAt = :closedAt',
        ExpressionAttributeValues: { ':closing': CLOSING_TRIES, ':closedAt': closedAt },
      }),
    ),
  );
  return 'done' in reopened ? 'reopened' : 'closed';
}

/**
 * A right answer clears the tally it came through. With a send, the codes sent are replaced too, on condition that
 * they are those the budget was computed from. A known browser must still be one.
 */
export function cleared(
  table: string,
  key: TallyKey,
  factor: Factor | undefined,
  sends?: { readonly before: readonly number[]; readonly after: readonly number[] },
  visit?: { readonly knownUntil: number; readonly visit: Visit },
): TransactItem {
  const sets = [
    ...(sends ? ['sent = :after'] : []),
    ...(visit ? ['knownUntil = :until, knownFor = :all, visit = :visit, #ttl = :kept'] : []),
  ];
  const conditions = [
    ...(key.browser === undefined ? [] : ['attribute_exists(subject)']),
    ...(sends ? [sends.before.length > 0 ? 'sent = :before' : 'attribute_not_exists(sent)'] : []),
  ];
  const values = {
    ...(sends && { ':after': sends.after, ...(sends.before.length > 0 && { ':before': sends.before }) }),
    ...(visit && { ':until': visit.knownUntil, ':all': 'all', ':visit': visit.visit }),
    ...(visit && { ':kept': Math.floor(visit.knownUntil / 1000) }),
  };
  const set = sets.length > 0 ? `SET ${sets.join(', ')}` : '';
  return {
    Update: {
      TableName: table,
      Key: tallyKey(key),
      UpdateExpression: factor ? `${set} REMOVE ${factor}Tries, ${factor}At` : set,
      ...(conditions.length > 0 && { ConditionExpression: conditions.join(' AND ') }),
      ...(visit && { ExpressionAttributeNames: { '#ttl': 'ttl' } }),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    },
  };
}

/**
 * A browser becomes known to an account: by a sign-in, for good, or by a recovery, for its tries only, so that a sign-in
 * from it is told to the owner like one from a new browser.
 */
export function known(
  table: string,
  subject: string,
  hash: string,
  knownUntil: number,
  visit: Visit,
  knownFor: 'all' | 'tries' = 'all',
): TransactItem {
  const ttl = Math.floor(knownUntil / 1000);
  return {
    Put: {
      TableName: table,
      Item: { ...tallyKey({ subject, browser: hash }), knownUntil, knownFor, visit, since: visit.at, ttl },
    },
  };
}
