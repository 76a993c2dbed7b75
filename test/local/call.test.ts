import { Agent, createServer, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { callOver } from '../../local/database/call.ts';

const servers: Server[] = [];
afterEach(() => servers.splice(0).map((server) => server.close()));

/** A database that gives these answers, the last one for ever, and how often it was asked. */
async function answering(...answers: readonly { readonly status: number; readonly body: unknown }[]) {
  let asked = 0;
  const server = createServer((_, response) => {
    const { status, body } = answers[Math.min(asked, answers.length - 1)] ?? { status: 500, body: {} };
    asked += 1;
    response.writeHead(status, { connection: 'close' }).end(JSON.stringify(body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const call = callOver({ port, agent: new Agent(), authorization: 'anybody' });
  return { call: () => call('DynamoDB_20120810.DescribeTable', {}), asked: () => asked };
}

const failed = (type: string, status: number) => ({ status, body: { __type: `com.amazon#${type}`, message: 'No.' } });

it('asks again when the database fails within', async () => {
  const { call, asked } = await answering(failed('InternalFailure', 500), { status: 200, body: { Table: 1 } });
  expect(await call()).toEqual({ Table: 1 });
  expect(asked()).toBe(2);
});

it('gives up when it goes on failing, and names the failure as the service does', async () => {
  const { call, asked } = await answering(failed('InternalFailure', 500));
  await expect(call()).rejects.toMatchObject({ name: 'InternalFailure', message: 'No.' });
  expect(asked()).toBe(4);
});

it('asks once what the database refuses', async () => {
  const { call, asked } = await answering(failed('ResourceNotFoundException', 400));
  await expect(call()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  expect(asked()).toBe(1);
});
