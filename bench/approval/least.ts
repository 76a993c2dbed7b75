/**
 * The least that must happen between a decision and the browser: one call of a function, one transaction (the question is
 * decided, its flow knows), one push that says so. And the least that is safe: before it, phone and account are read and
 * a try is bought; after it, the socket is looked up, and the page asks what the push only hints at. No proofs, no keys.
 * Written by hand over the SDK's plain clients; warm, behind the same gateway as the portal's own functions.
 */
import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  type Update,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { channelEnvironment, environment } from '../../lambdas/flows/environment.ts';

const tableOf = (name: 'connections' | 'devices' | 'flows') => process.env[environment.table(name)] ?? '';
const [connections, devices, flows] = [tableOf('connections'), tableOf('devices'), tableOf('flows')];
const database = new DynamoDBClient();
const sockets = new ApiGatewayManagementApiClient({ endpoint: process.env[channelEnvironment.sockets] ?? '' });

/** Rows that nobody else has. */
const question = (flow: string) => ({ account: { S: 'least' }, id: { S: `least#${flow}` } });
const phone = (flow: string) => ({ account: { S: 'least' }, id: { S: `phone#${flow}` } });
const waiting = (flow: string) => ({ id: { S: `least#${flow}` } });

/** Before it counts: a question, a phone, a flow that waits for it, and the browser's socket. */
async function prepare({ flow }: Asked): Promise<object> {
  const put = (TableName: string, Key: NonNullable<Update['Key']>) =>
    database.send(new PutItemCommand({ TableName, Item: { ...Key, state: { S: 'waiting' } } }));
  await Promise.all([put(devices, question(flow)), put(devices, phone(flow)), put(flows, waiting(flow))]);
  return { flow, connection: await connectionOf(flow) };
}

async function connectionOf(flow: string): Promise<string | undefined> {
  const { Items = [] } = await database.send(
    new QueryCommand({
      TableName: connections,
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': { S: `flow#${flow}` } },
      ConsistentRead: true,
    }),
  );
  return Items[0]?.connection?.S;
}

const decided = (TableName: string, Key: Update['Key']): { readonly Update: Update } => ({
  Update: {
    TableName,
    Key,
    UpdateExpression: 'SET #state = :decided',
    ConditionExpression: '#state = :waiting',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':decided': { S: 'accepted' }, ':waiting': { S: 'waiting' } },
  },
});

const transact = (...TransactItems: readonly { readonly Update: Update }[]) =>
  database.send(new TransactWriteItemsCommand({ TransactItems: [...TransactItems] }));

const push = (ConnectionId: string | undefined, said: object) =>
  sockets.send(new PostToConnectionCommand({ ConnectionId, Data: Buffer.from(JSON.stringify(said)) }));

async function decide({ flow, connection }: Asked): Promise<object> {
  await transact(decided(devices, question(flow)), decided(flows, waiting(flow)));
  await push(connection, { state: 'accepted' });
  return {};
}

async function decideSafely({ flow }: Asked): Promise<object> {
  const read = (Key: NonNullable<Update['Key']>) => ({ Keys: [Key], ConsistentRead: true });
  const RequestItems = { [devices]: read(phone(flow)), [flows]: read(waiting(flow)) };
  await database.send(new BatchGetItemCommand({ RequestItems }));
  const bought = { UpdateExpression: 'ADD tries :one', ExpressionAttributeValues: { ':one': { N: '1' } } };
  await database.send(new UpdateItemCommand({ TableName: devices, Key: phone(flow), ...bought }));
  await transact(decided(devices, question(flow)), decided(flows, waiting(flow)), decided(devices, phone(flow)));
  await push(await connectionOf(flow), { changed: 'flow' });
  return {};
}

async function ask({ flow }: Asked): Promise<object> {
  const Key = waiting(flow);
  const { Item } = await database.send(new GetItemCommand({ TableName: flows, Key, ConsistentRead: true }));
  return { state: Item?.state?.S };
}

interface Asked {
  readonly flow: string;
  readonly connection?: string;
}

const routes: Readonly<Record<string, (asked: Asked) => Promise<object>>> = {
  'POST /api/least/question': prepare,
  'POST /api/least/decision': decide,
  'POST /api/least/safe-decision': decideSafely,
  'POST /api/least/state': ask,
};

export async function handler({ routeKey, body }: { readonly routeKey: string; readonly body: string }) {
  const answer = await routes[routeKey]?.(JSON.parse(body));
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
}
