import { ApiGatewayManagementApiClient, GoneException } from '@aws-sdk/client-apigatewaymanagementapi';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, it, vi } from 'vitest';
import { socketsOfPhone } from '../../lambdas/auth/socket.ts';
import { connected } from '../../lambdas/store/connections.ts';
import { begin, name } from '../harness/answering.ts';
import { Browser } from '../harness/browser.ts';
import { type Functions, ORIGIN, ORIGIN_SECRET } from '../harness/functions.ts';
import { granted, listenTo, stopListening, touched } from '../harness/grants.ts';
import { cheapHash, PASSWORD, person, settle } from '../harness/people.ts';
import { PhoneClient } from '../harness/phone-client.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

afterEach(() => {
  stopListening();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** Somebody with a phone, who has the codes texted. */
async function withPhone(functions: Functions) {
  const phone = { number: '+31612345678', country: 'NL', verified: true } as const;
  await settle(functions.database, person({ passwordHash: cheapHash(PASSWORD), phone, channel: 'sms' }));
  const browser = new Browser(functions);
  await browser.signInWhole();
  const client = new PhoneClient(functions);
  await client.activate(browser);
  return client;
}

it('push touches what flows.ts grants it, and is granted no more than it touches', async () => {
  const functions = await listenTo('push');
  const { phone, nonce } = await withPhone(functions);
  const asked = { Origin: ORIGIN, 'x-origin-secret': ORIGIN_SECRET };
  const proof = phone.prove({ method: 'GET', path: '/ws' }, nonce);
  const browser = new Browser(functions);
  await begin(browser);
  for (const headers of [
    { ...asked, 'Sec-WebSocket-Protocol': `gatehouse.phone, ${proof}` },
    { ...asked, Cookie: `__Host-flow=${browser.jar.get('__Host-flow')}` },
  ]) {
    const { statusCode } = await functions.connect({ headers, requestContext: { connectionId: 'c=' } });
    expect(statusCode).toBe(200);
  }
  expect(touched(functions)).toEqual(granted('push'));
});

it('deliver touches what flows.ts grants it, and is granted no more than it touches', async () => {
  const functions = await listenTo('deliver');
  const client = await withPhone(functions);
  const { database, now } = functions;
  mockClient(ApiGatewayManagementApiClient)
    .onAnyCommand()
    .rejects(new GoneException({ message: '', $metadata: {} }));
  vi.stubGlobal('fetch', async () => new Response(null, { status: 410 }));
  const subscription = {
    endpoint: 'https://web.push.apple.com/x',
    keys: { p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) },
  };
  await client.prove('PUT /api/phone/push', { subscription });
  const owner = socketsOfPhone(client.phone.device);
  await connected(database.client, database.tables.connections, { owner, tab: 't', connection: 'c=' }, now());
  await name(new Browser(functions), 'anna@example.org');
  const news = { id: 'news', kind: 'ticket-news', account: person().id, channel: 'email', ticket: 't'.repeat(22) };
  const Item = { ...news, createdAt: now(), state: 'owed' };
  await database.client.send(new PutCommand({ TableName: database.tables.outbox, Item }));
  expect((await functions.deliver()).failures).toBe(0);
  expect(await database.rows('connections')).toEqual([]);
  const [device] = (await database.rows('devices')).filter(({ id }) => id === client.phone.device);
  expect(device).not.toHaveProperty('subscription');
  expect(touched(functions)).toEqual(granted('deliver'));
});
