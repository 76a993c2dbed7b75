import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { attachments } from '../../lambdas/aws/attachments.ts';
import { createBucketServer } from '../../local/aws/bucket.ts';
import { createFaults } from '../../local/aws/faults.ts';
import { openObjects } from '../../local/aws/objects.ts';

const ORIGIN = 'http://localhost:3000';
const folder = mkdtempSync(join(tmpdir(), 'bucket-'));
const clock = { now: () => Date.now() };
const advance = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
const faults = createFaults();
const plan = {
  host: 'bucket.s3.eu-west-1.amazonaws.com',
  methods: ['PUT'],
  headers: ['content-type', 'x-amz-meta-name'],
  expiring: [{ prefix: '/new/', days: 1 }],
};
const FILE = { id: 'f'.repeat(22), name: 'Schärfe "50 %", a=b;.png', size: 5 };
const [ANNA, TICKET] = ['a'.repeat(22), 't'.repeat(22)];

let server: Server;
let files: ReturnType<typeof attachments>;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  for (const [name, value] of [
    ['AWS_ACCESS_KEY_ID', 'local'],
    ['AWS_SECRET_ACCESS_KEY', 'local'],
    ['AWS_SESSION_TOKEN', 'local+/='],
  ] as const) {
    vi.stubEnv(name, value);
  }
  const host = { plan: () => plan, objects: openObjects(folder), origin: ORIGIN, clock, faults };
  server = createBucketServer(host).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  files = attachments({ name: 'bucket', url: `http://127.0.0.1:${port}`, region: 'eu-west-1' });
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

const send = (url: string, headers: Readonly<Record<string, string>>, body = 'hello') =>
  fetch(url, { method: 'PUT', headers: { ...headers, origin: ORIGIN }, body });

describe('an upload', () => {
  it('is taken exactly as it was signed, kept under its name, and comes back as a download', async () => {
    const { url, headers, endsInSeconds } = await files.upload(ANNA, FILE);
    expect(endsInSeconds).toBe(900);
    expect(Object.keys(headers)).toEqual(['content-type', 'x-amz-meta-name']);
    expect((await send(url, headers)).status).toBe(200);
    expect(await files.keep(ANNA, FILE.id, TICKET)).toEqual(FILE);
    expect(await files.keep(ANNA, FILE.id, TICKET)).toEqual(FILE);

    const download = await fetch(await files.download(TICKET, FILE));
    expect([download.status, await download.text()]).toEqual([200, 'hello']);
    expect(download.headers.get('content-type')).toBe('application/octet-stream');
    expect(download.headers.get('content-disposition')).toBe(
      'attachment; filename="file"; filename*=UTF-8\'\'Sch%C3%A4rfe%20%2250%20%25%22%2C%20a%3Db%3B.png',
    );
  });

  it('of another size, type, name, method or place is refused', async () => {
    const { url, headers } = await files.upload(ANNA, FILE);
    const statuses = await Promise.all([
      send(url, headers, 'hello!'),
      send(url, { ...headers, 'content-type': 'text/html' }),
      send(url, { ...headers, 'x-amz-meta-name': 'other.png' }),
      send(url.replace('/new/', '/tickets/'), headers),
      send(url.replace(ANNA, 'b'.repeat(22)), headers),
      send(url.replace('X-Amz-Expires=900', 'X-Amz-Expires=9000'), headers),
      send(url.split('?')[0] ?? '', headers),
      fetch(url, { headers: { ...headers, 'content-length': '5' } }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual(Array(8).fill(403));
  });

  it('that a ticket has never changes, though its address takes another file of the same size', async () => {
    const file = { ...FILE, id: 'e'.repeat(22) };
    const { url, headers } = await files.upload(ANNA, file);
    await send(url, headers);
    await files.keep(ANNA, file.id, TICKET);
    expect((await send(url, headers, 'evil!')).status).toBe(200);
    expect(await files.keep(ANNA, file.id, TICKET)).toEqual(file);
    expect(await (await fetch(await files.download(TICKET, file))).text()).toBe('hello');
  });

  it('that failed can be sent again, and whose file is missing is told so', async () => {
    const { url, headers } = await files.upload(ANNA, { ...FILE, id: 'g'.repeat(22) });
    expect(await files.keep(ANNA, 'g'.repeat(22), TICKET)).toBeUndefined();
    faults.add({ service: 's3', operation: 'PutObject', error: 'SlowDown', times: 1 });
    expect((await send(url, headers)).status).toBe(503);
    expect((await send(url, headers)).status).toBe(200);
    expect(await files.keep('b'.repeat(22), 'g'.repeat(22), TICKET)).toBeUndefined();
    expect(await files.keep(ANNA, 'g'.repeat(22), TICKET)).toEqual({ ...FILE, id: 'g'.repeat(22) });
  });

  it('is for a quarter of an hour, and waits a day for a ticket; what a ticket has stays', async () => {
    const { url, headers } = await files.upload(ANNA, { ...FILE, id: 'h'.repeat(22) });
    await send(url, headers);
    advance(901);
    expect((await send(url, headers)).status).toBe(403);
    advance(24 * 3600);
    expect(await files.keep(ANNA, 'h'.repeat(22), TICKET)).toBeUndefined();
    const url2 = await files.download(TICKET, FILE);
    expect((await fetch(url2)).status).toBe(200);
    advance(61);
    expect((await fetch(url2)).status).toBe(403);
  });
});

it('pages of other origins are not let in, ours only with what is allowed', async () => {
  const { url } = await files.upload(ANNA, FILE);
  const ask = async (origin: string, method: string, headers: string) => {
    const asked = { origin, 'access-control-request-method': method, 'access-control-request-headers': headers };
    const answer = await fetch(url, { method: 'OPTIONS', headers: asked });
    return [answer.status, answer.headers.get('access-control-allow-origin')];
  };
  expect(await ask(ORIGIN, 'PUT', 'content-type,x-amz-meta-name')).toEqual([200, ORIGIN]);
  expect(await ask('https://evil.example', 'PUT', 'content-type')).toEqual([403, null]);
  expect(await ask(ORIGIN, 'DELETE', 'content-type')).toEqual([403, ORIGIN]);
  expect(await ask(ORIGIN, 'PUT', 'authorization')).toEqual([403, ORIGIN]);
});

it('a bucket that does not answer is an outage', async () => {
  const gone = attachments({ name: 'bucket', url: 'http://127.0.0.1:9', region: 'eu-west-1' });
  await expect(gone.keep(ANNA, FILE.id, TICKET)).rejects.toMatchObject({ name: 'Outage' });
  faults.add({ service: 's3', operation: 'HeadObject', error: 'InternalError', times: 1 });
  await expect(files.keep(ANNA, FILE.id, TICKET)).rejects.toMatchObject({ name: 'Outage' });
});
