/**
 * The least that must happen between a decision and the browser: one call of a function, one transaction (the question is
 * decided, its flow knows), one push that says so. No proof, no PIN, no tries, no look-up of the socket. Written by hand
 * over the SDK's plain clients; warm, behind the same gateway as the portal's own functions.
 */
import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import {
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  type Update,
} from '@aws-sdk/client-dynamodb';
import { channelEnvironment, environment } from '../../lambdas/flows/environment.ts';

const tableOf = (name: 'connections' | 'devices' | 'flows') => process.env[environment.table(name)] ?? '';
const [connections, devices, flows] = [tableOf('connections'), tableOf('devices'), tableOf('flows')];
const database = new DynamoDBClient();
const sockets = new ApiGatewayManagementApiClient({ endpoint: process.env[channelEnvironment.sockets] ?? '' });

/** Rows that nobody else has. */
const question = (flow: string) => ({ account: { S: 'least' }, id: { S: `least#${flow}` } });
const waiting = (flow: string) => ({ id: { S: `least#${flow}` } });

/** Before it counts: a question, a flow that waits for it, and the browser's socket. */
async function prepare(flow: string): Promise<object> {
  await database.send(new PutItemCommand({ TableName: devices, Item: { ...question(flow), state: { S: 'waiting' } } }));
  await database.send(new PutItemCommand({ TableName: flows, Item: { ...waiting(flow), state: { S: 'waiting' } } }));
  const { Items = [] } = await database.send(
    new QueryCommand({
      TableName: connections,
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': { S: `flow#${flow}` } },
    }),
  );
  return { flow, connection: Items[0]?.connection?.S };
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

async function decide({ flow, connection }: Asked): Promise<object> {
  const items = [decided(devices, question(flow)), decided(flows, waiting(flow))];
  await database.send(new TransactWriteItemsCommand({ TransactItems: items }));
  const Data = Buffer.from(JSON.stringify({ state: 'accepted' }));
  await sockets.send(new PostToConnectionCommand({ ConnectionId: connection, Data }));
  return {};
}

interface Asked {
  readonly flow: string;
  readonly connection: string;
}

export async function handler({ routeKey, body }: { readonly routeKey: string; readonly body: string }) {
  const asked: Asked = JSON.parse(body);
  const answer = routeKey.startsWith('PUT') ? await prepare(asked.flow) : await decide(asked);
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
}
