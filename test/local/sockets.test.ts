import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { sockets } from '../../lambdas/aws/sockets.ts';
import { type FixtureRun, runFixture } from './run.ts';

let run: FixtureRun;
beforeAll(async () => {
  run = await runFixture();
});
afterAll(async () => {
  await run.end();
  run.forget();
});

/** Asks for a socket; the socket, or the status with which it is refused. */
async function connect(query = '', headers: Record<string, string> = {}): Promise<WebSocket | number> {
  const socket = new WebSocket(`ws://localhost:${run.port}/ws${query}`, ['own.protocol', 'proof'], {
    headers: { origin: run.origin, ...headers },
  });
  const refused = once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number);
  return Promise.race([once(socket, 'open').then(() => socket), refused]);
}

async function open(query = ''): Promise<WebSocket> {
  const socket = await connect(query);
  if (typeof socket === 'number') throw new Error(`Refused with ${socket}.`);
  return socket;
}

/** What `$connect` was asked last. */
async function asked() {
  const lines = JSON.parse(await run.logs()) as { line: string }[];
  const line = lines.findLast((one) => one.line.startsWith('asked '))?.line ?? '';
  return JSON.parse(line.replace('asked ', ''));
}

const closed = async (socket: WebSocket) => (await once(socket, 'close'))[0];
const endpoint = async () => (await run.facts()).environment.SOCKETS ?? '';

it('asks the function of $connect before there is a socket, as API Gateway does', async () => {
  const socket = await open('?tab=7&tab=8');
  expect(socket.protocol).toBe('own.protocol');
  const event = await asked();
  expect(event).toMatchObject({
    headers: {
      Origin: run.origin,
      'Sec-Websocket-Protocol': 'own.protocol,proof',
      'X-Origin-Secret': expect.stringMatching(/^\w{64}$/),
      Host: 'sockets.execute-api.eu-west-1.amazonaws.com',
    },
    multiValueHeaders: { Origin: [run.origin] },
    queryStringParameters: { tab: '8' },
    multiValueQueryStringParameters: { tab: ['7', '8'] },
    requestContext: { routeKey: '$connect', eventType: 'CONNECT', stage: 'ws', connectionId: expect.any(String) },
  });
  expect(event.headers).not.toHaveProperty('User-Agent', expect.stringContaining('node'));
  socket.close();
  expect(await closed(socket)).toBe(1005);
});

it('refuses with the status that the function gives, and knows no other path', async () => {
  expect(await connect('?status=403')).toBe(403);
  expect(await connect('?status=500')).toBe(500);
  expect((await run.ask('/ws')).status).toBe(426);
  expect(await connect('', { host: 'evil.example' })).toBe(403);
  const elsewhere = new WebSocket(`ws://localhost:${run.port}/api/echo`, { headers: { origin: run.origin } });
  elsewhere.on('error', () => undefined);
  const [, response] = await once(elsewhere, 'unexpected-response');
  expect(response.statusCode).toBe(200);
});

it('T54: posts, tells and ends by the @connections API; what is gone is gone', async () => {
  const api = sockets(await endpoint());
  const socket = await open();
  const { connectionId } = (await asked()).requestContext;
  const message = once(socket, 'message');
  expect(await api.post(connectionId, 'hint')).toBe('posted');
  expect(String((await message)[0])).toBe('hint');
  await run.local('POST', 'faults', {
    service: 'apigatewaymanagementapi',
    operation: 'PostToConnection',
    error: 'GoneException',
  });
  expect(await api.post(connectionId, 'hint')).toBe('gone');
  await run.local('POST', 'faults', { service: 'apigatewaymanagementapi', error: 'LimitExceededException' });
  await expect(api.post(connectionId, 'hint')).rejects.toThrow(
    expect.objectContaining({ name: 'LimitExceededException' }),
  );
  await expect(api.post(connectionId, 'x'.repeat(129 * 1024))).rejects.toThrow(
    expect.objectContaining({ name: 'PayloadTooLargeException' }),
  );
  const end = closed(socket);
  await api.end(connectionId);
  expect(await end).toBe(1000);
  expect(await api.post(connectionId, 'hint')).toBe('gone');
  await api.end(connectionId);
});

it('T55: ends what is idle for ten minutes, older than two hours, too large, or cut by a test', async () => {
  const idle = await open();
  await run.local('POST', 'clock', { advanceSeconds: 599 });
  idle.send('I am here');
  expect(JSON.parse(String((await once(idle, 'message'))[0]))).toMatchObject({ message: 'Forbidden' });
  await run.local('POST', 'clock', { advanceSeconds: 599 });
  expect(idle.readyState).toBe(WebSocket.OPEN);
  await run.local('POST', 'clock', { advanceSeconds: 2 });
  expect(await closed(idle)).toBe(1001);

  const large = await open();
  large.send('x'.repeat(33 * 1024));
  expect(await closed(large)).toBe(1009);

  const cut = await open();
  expect(await (await run.local('GET', 'sockets')).json()).toEqual({ open: 1 });
  const end = closed(cut);
  expect((await run.local('DELETE', 'sockets')).status).toBe(204);
  expect(await end).toBe(1006);
  await expect.poll(async () => (await run.local('GET', 'sockets')).json()).toEqual({ open: 0 });
});

it('keeps sockets open while the stack changes', async () => {
  const socket = await open();
  const { connectionId } = (await asked()).requestContext;
  await run.publish('two');
  const message = once(socket, 'message');
  expect(await sockets(await endpoint()).post(connectionId, 'still')).toBe('posted');
  expect(String((await message)[0])).toBe('still');
  socket.terminate();
});

it('T55: throttles who asks too often', async () => {
  // The throttle is in real time: as many at once as it takes, however slow the machine.
  let throttled = 0;
  for (let round = 0; round < 20 && throttled === 0; round += 1) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => connect('?status=403')));
    throttled = answers.filter((answer) => answer === 429).length;
  }
  expect(throttled).toBeGreaterThan(0);
});
