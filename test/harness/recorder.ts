import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TableAccess } from '../../lambdas/flows/tables.ts';

/** One row touched in one way. */
export interface Touch {
  /** Physical name. */
  readonly table: string;
  readonly access: TableAccess | 'scan';
}

/** Stands before DynamoDB and writes down what passes. */
export interface Recorder {
  readonly endpoint: string;
  readonly touches: readonly Touch[];
  end(): void;
}

const SINGLE: Readonly<Record<string, Touch['access']>> = {
  GetItem: 'get',
  PutItem: 'put',
  UpdateItem: 'update',
  DeleteItem: 'delete',
  Query: 'query',
  Scan: 'scan',
};
const PARTS: Readonly<Record<string, TableAccess>> = {
  Get: 'get',
  Put: 'put',
  Update: 'update',
  Delete: 'delete',
  ConditionCheck: 'check',
};

type Input = Readonly<Record<string, unknown>>;

export async function recordDynamoDb(endpoint: string): Promise<Recorder> {
  const touches: Touch[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
    touches.push(...touchesOf(operation, JSON.parse(body.toString('utf8'))));
    const { host: _, ...headers } = incoming.headers;
    request(endpoint, { method: 'POST', headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    touches,
    end() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function touchesOf(operation: string, input: Input): readonly Touch[] {
  const single = SINGLE[operation];
  if (single) return [{ table: String(input.TableName), access: single }];
  if (operation === 'BatchGetItem')
    return Object.keys(Object(input.RequestItems)).map((table) => ({ table, access: 'batch-get' }));
  if (operation !== 'TransactWriteItems') throw new Error(`The recorder does not know ${operation}.`);
  const items: readonly Readonly<Record<string, Input>>[] = Object(input.TransactItems);
  return items.flatMap((item) =>
    Object.entries(item).map(([part, { TableName }]) => ({ table: String(TableName), access: PARTS[part] ?? 'scan' })),
  );
}
