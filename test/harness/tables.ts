import { randomBytes } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { type DocumentClient, documentClient, type Row } from '../../lambdas/aws/dynamodb.ts';
import { environment } from '../../lambdas/flows/environment.ts';
import { type TableName, type TableSpec, tables } from '../../lambdas/flows/tables.ts';
import { CREDENTIALS } from './credentials.ts';

/** Tables that nobody else uses. */
export interface Database {
  readonly endpoint: string;
  readonly client: DocumentClient;
  /** Physical names. */
  readonly tables: Readonly<Record<TableName, string>>;
  /** What the stack would put into the functions' environment: `TABLE_…` and the endpoint. */
  readonly variables: Readonly<Record<string, string>>;
  /** All rows of a table, in no order. */
  rows(table: TableName): Promise<readonly Row[]>;
}

/** Empty tables as `flows.ts` describes them, under a prefix that nobody else has. */
export async function createTables(endpoint: string): Promise<Database> {
  const prefix = randomBytes(6).toString('hex');
  const wire = new DynamoDBClient({ endpoint, ...CREDENTIALS });
  const names = mapTables((name) => `${prefix}-${name}`);
  await Promise.all(Object.entries(tables).map(([name, spec]) => createTable(wire, `${prefix}-${name}`, spec)));
  wire.destroy();
  const client = documentClient(endpoint);
  return {
    endpoint,
    client,
    tables: names,
    variables: {
      ...Object.fromEntries(Object.values(mapTables((name) => [environment.table(name), names[name]]))),
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    },
    rows: (table) => allRows(client, names[table]),
  };
}

function mapTables<T>(of: (name: TableName) => T): Readonly<Record<TableName, T>> {
  return {
    accounts: of('accounts'),
    flows: of('flows'),
    sessions: of('sessions'),
    limits: of('limits'),
    outbox: of('outbox'),
    devices: of('devices'),
    connections: of('connections'),
    tickets: of('tickets'),
    notices: of('notices'),
    audit: of('audit'),
  };
}

export const tableNames = Object.values(mapTables((name) => name));

async function createTable(client: DynamoDBClient, name: string, spec: TableSpec): Promise<void> {
  const keys = [
    { name: spec.partitionKey, type: 'HASH' as const },
    ...(spec.sortKey === undefined ? [] : [{ name: spec.sortKey, type: 'RANGE' as const }]),
  ];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributesOf(spec).map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: keys.map((key) => ({ AttributeName: key.name, KeyType: key.type })),
      ...(spec.indexes && {
        GlobalSecondaryIndexes: Object.entries(spec.indexes).map(([IndexName, { partitionKey, sortKey }]) => ({
          IndexName,
          KeySchema: [
            { AttributeName: partitionKey, KeyType: 'HASH' as const },
            { AttributeName: sortKey, KeyType: 'RANGE' as const },
          ],
          Projection: { ProjectionType: 'ALL' as const },
        })),
      }),
      ...(spec.streamed && { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } }),
    }),
  );
}

/** The attributes that keys are made of. */
function attributesOf({ partitionKey, sortKey, indexes = {} }: TableSpec): readonly string[] {
  const keys = Object.values(indexes).flatMap((index) => [index.partitionKey, index.sortKey]);
  return [...new Set([partitionKey, ...(sortKey === undefined ? [] : [sortKey]), ...keys])];
}

async function allRows(client: DocumentClient, table: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let from: Row | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ...(from && { ExclusiveStartKey: from }) }),
    );
    rows.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  return rows;
}
