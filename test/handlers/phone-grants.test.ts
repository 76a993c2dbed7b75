import { ApiGatewayManagementApiClient, GoneException } from '@aws-sdk/client-apigatewaymanagementapi';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type SocketOwner, socketsOfFlow, socketsOfPhone } from '../../lambdas/auth/socket.ts';
import { connected } from '../../lambdas/store/connections.ts';
import { answer, begin, cardsOn, frameOf, name, numberIn } from '../harness/answering.ts';
import { Browser } from '../harness/browser.ts';
import type { Functions } from '../harness/functions.ts';
import { granted, listenTo, stopListening, touched } from '../harness/grants.ts';
import { cheapHash, PASSWORD, person, settle } from '../harness/people.ts';
import { sha256 } from '../harness/phone.ts';
import { PhoneClient } from '../harness/phone-client.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

afterEach(() => {
  stopListening();
  vi.unstubAllEnvs();
  vi.resetModules();
});

const card = async (client: PhoneClient) =>
  (await cardsOn(client))[0] ?? { approval: '', text: '{}', endsInSeconds: 0 };

/** A nonce that is newer than the last. */
async function later(functions: Functions, client: PhoneClient): Promise<void> {
  functions.advance(1);
  await client.ask('POST /api/phone/nonce', {});
}

/** A socket that has closed without a word: whoever hints finds that out. */
async function goneSocket({ database, now }: Functions, owner: SocketOwner): Promise<void> {
  mockClient(ApiGatewayManagementApiClient)
    .onAnyCommand()
    .rejects(new GoneException({ message: '', $metadata: {} }));
  const connection = { owner, tab: 't'.repeat(22), connection: 'c=' };
  await connected(database.client, database.tables.connections, connection, now());
}

/** Activations, sign-ins and confirmations by phone, with everything that may happen on their way. */
async function everything(functions: Functions): Promise<void> {
  await settle(functions.database, person({ passwordHash: cheapHash(PASSWORD) }));
  const browser = new Browser(functions);
  await browser.signInWhole();
  await mistype(functions, browser);
  const client = new PhoneClient(functions);
  await client.activate(browser, { withFinger: true });
  await signIns(functions, browser, client);
  const asked = await browser.ask('POST /api/account/confirmation/phone', { action: 'activate-phone' });
  await later(functions, client);
  await answer(client, await card(client), { choice: numberIn(asked) });
  await browser.ask('GET /api/account/confirmation/phone');
  const { flow } = asked.body;
  await browser.ask('POST /api/account/confirmation/phone/result', { flow });
  const second = new PhoneClient(functions);
  await second.activate(browser, {}, { flow });
  await ownPhones(browser, [client, second]);
}

/** A phone whose number was not the one. */
async function mistype(functions: Functions, browser: Browser): Promise<void> {
  const { body } = await browser.ask('POST /api/phones/enrolment', {});
  const { number, device } = (await new PhoneClient(functions).register(String(body.link))).body;
  await goneSocket(functions, socketsOfPhone(String(device)));
  const typed = { flow: body.flow, number: number === 99 ? 10 : Number(number) + 1 };
  await browser.ask('POST /api/phones/enrolment/number', typed);
}

/** By name, by scan and here; what was lost is asked for again, and what cannot be redeemed is written down. */
async function signIns(functions: Functions, browser: Browser, client: PhoneClient): Promise<void> {
  const desk = new Browser(functions);
  const named = await name(desk, 'anna@example.org');
  await desk.ask('POST /api/sign-in/phone/series', { flow: named.body.flow });
  await desk.ask('GET /api/sign-in/phone');
  await answer(client, await card(client), { decision: 'report' });
  const begun = await begin(browser);
  await goneSocket(functions, socketsOfFlow(String(begun.body.flow)));
  const frame = frameOf(begun);
  await client.prove('POST /api/phone/scan', { frame });
  await client.prove('POST /api/phone/scan', { frame });
  await answer(client, await card(client), { pin: 'wrong' });
  await later(functions, client);
  await answer(client, await card(client));
  const jar = new Map(browser.jar);
  const redeem = async () =>
    browser.ask('POST /api/sign-in/phone/result', { flow: begun.body.flow }, { 'idempotency-key': 'k'.repeat(22) });
  await redeem();
  for (const [each, value] of jar) browser.jar.set(each, value);
  await redeem();
  const here = await begin(desk);
  await client.prove(
    'POST /api/phone/here',
    {},
    [...desk.jar].map(([each, value]) => `${each}=${value}`),
  );
  await later(functions, client);
  await answer(client, await card(client));
  await settle(functions.database, person({ passwordHash: cheapHash(PASSWORD), devices: [], epoch: 'epoch-2' }));
  await desk.ask('POST /api/sign-in/phone/result', { flow: here.body.flow });
  const devices = [client.phone.device];
  await settle(functions.database, person({ passwordHash: cheapHash(PASSWORD), devices }));
}

/** What phones and their owners do besides. */
async function ownPhones(browser: Browser, [first, second]: readonly [PhoneClient, PhoneClient]): Promise<void> {
  await browser.ask('GET /api/phones');
  await browser.ask('GET /api/phones/enrolment');
  await browser.ask('PATCH /api/phones', { phone: first.phone.device, name: 'Another' });
  await browser.ask('POST /api/phones/review', { keep: [second.phone.device] });
  await second.prove('PATCH /api/phone', { name: 'One more' });
  await second.prove('PUT /api/phone/push', { subscription: null });
  const change = second.phone.change('change-fingerprint', second.nonce, sha256(''));
  const none = { change, pin: second.phone.unlock(change), next: null };
  expect((await second.prove('PUT /api/phone/fingerprint', none)).status).toBe(200);
  await second.prove('DELETE /api/phone');
}

describe('a function touches what flows.ts grants it, and is granted no more than it touches', () => {
  it.each(['approval', 'phone', 'phones'] as const)('%s', async (each) => {
    const functions = await listenTo(each);
    await everything(functions);
    expect(touched(functions)).toEqual(granted(each));
  });
});
