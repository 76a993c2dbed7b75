import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Visit } from '../auth/account.ts';
import type { ActivityEntry, KnownBrowser, OwnDataStore } from '../auth/own-data.ts';
import type { SessionLifetimes } from '../auth/session.ts';
import { type DocumentClient, type Row, transact } from '../aws/dynamodb.ts';
import { type AuditEvent, entered } from './audit.ts';
import { used } from './confirmation-flow.ts';
import { deviceOf } from './devices.ts';
import { readFlow } from './flows.ts';
import { BROWSER, forgottenBrowser } from './not-me.ts';
import { lives, removed, sessionOf } from './sessions.ts';

export interface OwnDataOptions {
  readonly client: DocumentClient;
  /** Physical names. */
  readonly tables: Readonly<Record<'sessions' | 'flows' | 'devices' | 'limits' | 'audit', string>>;
  /** Makes the ids of audit entries. */
  newId(): string;
  readonly lifetimes: SessionLifetimes;
  readonly auditSeconds: number;
}

/** Entries of the audit trail in one page. */
const PAGE = 30;

/** What people see and end of their own, over the tables. */
export function ownDataStore(options: OwnDataOptions): OwnDataStore {
  const { client, tables } = options;
  return {
    async flow(id) {
      const flow = await readFlow(client, tables.flows, id);
      return flow?.kind === 'confirmation' ? flow : undefined;
    },
    async sessions(account) {
      const rows = await partition(client, tables.sessions, { account });
      return rows.map(sessionOf).filter((session) => session !== undefined);
    },
    async devices(account) {
      const rows = await partition(client, tables.devices, { account });
      return rows
        .filter(isPhone)
        .map(deviceOf)
        .filter((device) => device !== undefined);
    },
    async browsers(account) {
      const rows = await partition(client, tables.limits, { subject: account }, { scope: BROWSER });
      return rows.filter(({ knownFor }) => knownFor !== 'tries').map(browserOf);
    },
    activity: (account, after) => activity(options, account, after),
    ...writes(options),
  };
}

type Writes = Pick<OwnDataStore, 'endSession' | 'forgetBrowser' | 'release'>;

/** Each in one transaction with its audit entry. */
function writes(options: OwnDataOptions): Writes {
  const { client, tables, lifetimes } = options;
  const entry = (account: string, event: AuditEvent, visit: Visit, flow?: string) => {
    const named = flow === undefined ? {} : { flow };
    return entered(tables.audit, { account, id: options.newId(), ...named, ...event, visit }, options.auditSeconds);
  };
  return {
    async endSession(session, visit) {
      const { account, flow } = session;
      await transact(client, [
        removed(tables.sessions, session),
        entry(account, { event: 'session-ended' }, visit, flow),
      ]);
    },
    async forgetBrowser(account, hash, visit) {
      await transact(client, [
        forgottenBrowser(tables.limits, account, hash),
        entry(account, { event: 'browser-forgotten' }, visit),
      ]);
    },
    async release(flow, completion, visit) {
      const { account, session: token } = flow;
      const cancelled = await transact(client, [
        used(tables.flows, flow, { by: 'confirmation', completion, now: visit.at }),
        lives(tables.sessions, { account, token }, visit.at, lifetimes),
        entry(account, { event: 'data-downloaded' }, visit, flow.id),
      ]);
      return cancelled ? 'changed' : 'released';
    },
  };
}

/** One page, newest first. */
async function activity(
  { client, tables }: OwnDataOptions,
  account: string,
  after: string | undefined,
): ReturnType<OwnDataStore['activity']> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: tables.audit,
      KeyConditionExpression: 'account = :account',
      ExpressionAttributeValues: { ':account': account },
      ScanIndexForward: false,
      Limit: PAGE,
      ...(after !== undefined && { ExclusiveStartKey: { account, at: after } }),
    }),
  );
  const next = LastEvaluatedKey?.at;
  return { entries: Items.map(entryOf), ...(typeof next === 'string' && { next }) };
}

/** All rows of a partition, or those whose sort key begins so, consistently. */
async function partition(
  client: DocumentClient,
  table: string,
  key: Readonly<Record<string, string>>,
  beginning?: Readonly<Record<string, string>>,
): Promise<readonly Row[]> {
  const [[name = '', value = ''] = []] = Object.entries(key);
  const [sort] = Object.entries(beginning ?? {});
  const query: QueryCommandInput = {
    TableName: table,
    KeyConditionExpression: `#key = :key${sort ? ' AND begins_with(#sort, :beginning)' : ''}`,
    ExpressionAttributeNames: { '#key': name, ...(sort && { '#sort': sort[0] }) },
    ExpressionAttributeValues: { ':key': value, ...(sort && { ':beginning': sort[1] }) },
    ConsistentRead: true,
  };
  const rows: Row[] = [];
  let from: Row | undefined;
  do {
    const page = await client.send(new QueryCommand({ ...query, ...(from && { ExclusiveStartKey: from }) }));
    rows.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  return rows;
}

/** Questions and slots lie in the same partition, and have `#` in their ids. */
const isPhone = ({ id, state }: Row) => typeof id === 'string' && !id.includes('#') && state === 'active';

const browserOf = ({ scope, since, knownUntil, visit }: Row): KnownBrowser => ({
  hash: String(scope).slice(BROWSER.length),
  since: Number(since),
  knownUntil: Number(knownUntil),
  visit: visit as Visit,
});

function entryOf({ at, event, reason, browser, place }: Row): ActivityEntry {
  return {
    key: String(at),
    event: String(event),
    ...(typeof reason === 'string' && { reason }),
    browser: String(browser),
    ...(typeof place === 'string' && { place }),
  };
}
