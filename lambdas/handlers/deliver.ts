import { randomBytes } from 'node:crypto';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { newId, parseKeyRing, pseudonym } from '../auth/tokens.ts';
import { vapidKeys } from '../auth/vapid.ts';
import { documentClient } from '../aws/dynamodb.ts';
import { sendEmail } from '../aws/email.ts';
import { secretReader } from '../aws/secrets.ts';
import { sendSms } from '../aws/sms.ts';
import { sockets } from '../aws/sockets.ts';
import { env } from '../env.ts';
import type { TablesOf } from '../flows.ts';
import { countMetric, log } from '../log.ts';
import { type DeliverNeeds, deliver } from '../notify/deliver.ts';
import { webPush } from '../notify/web-push.ts';
import { readAccount } from '../store/accounts.ts';
import { connections } from '../store/connections.ts';
import { readFlow } from '../store/flows.ts';
import { readMailedSecret } from '../store/mailed-secrets.ts';
import { readNotMe } from '../store/not-me.ts';
import { outbox, owedOf } from '../store/outbox.ts';
import { readQuestion } from '../store/question.ts';
import { unsubscribed } from '../store/subscriptions.ts';
import { buyText } from '../store/texts.ts';
import { readTicket } from '../store/ticket-reads.ts';

const clock = Date.now;
const { settings, origin } = env;
const tables: TablesOf<'deliver'> = env.tables;
const client = documentClient();
const hints = { connections: connections(client, tables.connections), sockets: sockets(env.socketsEndpoint) };
const keys = secretReader(env.secretId('keys'), parseKeyRing, clock);

async function needs(): Promise<DeliverNeeds> {
  const ring = await keys();
  return {
    outbox: outbox(client, tables.outbox, () => newId(randomBytes)),
    account: (id) => readAccount(client, tables.accounts, id),
    flow: (id) => readFlow(client, tables.flows, id),
    mailedSecret: (kind, account) => readMailedSecret(client, tables.flows, kind, account),
    ticket: (id) => readTicket(client, tables.tickets, id),
    notMe: (account, address) => readNotMe(client, tables.flows, account, address),
    async buyText(number, askedBy, now) {
      const budget = { number: pseudonym(ring, 'number', number), perDay: settings.smsPerDay, askedBy };
      const bought = await buyText(client, tables.limits, budget, now);
      if (bought === 'total-exhausted' || bought === 'strangers-exhausted') countMetric('SmsBudgetExhausted');
      return bought === 'bought';
    },
    ...hints,
    question: (account, approval) => readQuestion(client, tables.devices, account, approval),
    push: webPush({ keys: vapidKeys(ring), supportAddress: settings.supportAddress, clock, fetch }),
    unsubscribe: (device, subscription) => unsubscribed(client, tables.devices, device, subscription),
    keys: ring,
    settings,
    origin,
    sendEmail,
    sendSms,
  };
}

/** Sends the messages of a batch side by side, and names those that should come again. */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const failed = await Promise.all(Records.filter(({ eventName }) => eventName === 'INSERT').map(failure));
  return {
    batchItemFailures: failed
      .filter((identifier) => identifier !== undefined)
      .map((itemIdentifier) => ({ itemIdentifier })),
  };
}

/** The record's sequence number, when it should come again. */
async function failure({ dynamodb }: DynamoDBRecord): Promise<string | undefined> {
  if (!dynamodb?.NewImage || dynamodb.SequenceNumber === undefined) return undefined;
  const owed = owedOf(dynamodb.NewImage);
  try {
    return (await deliver(await needs(), owed, clock())) === 'busy' ? dynamodb.SequenceNumber : undefined;
  } catch (error) {
    log.error('A message could not be sent and is tried again.', error, { owed: owed.id, kind: owed.kind });
    return dynamodb.SequenceNumber;
  }
}
