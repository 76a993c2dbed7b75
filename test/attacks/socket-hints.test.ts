import { randomBytes } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from './harness/aws.ts';
import { type AttackPhone, redeem, showCode, type ToldCard, withPhone } from './harness/phones.ts';
import { report, rounds } from './harness/report.ts';
import { type Connect, openGate, socketProof } from './harness/sockets.ts';
import { setStage } from './harness/stage.ts';
import { typePassword } from './harness/steps.ts';

const stage = setStage();
let connect: Connect;
beforeAll(async () => {
  connect = await openGate(stage.portal);
});

const connections = () => stage.portal.database.rows('connections');
const tab = () => randomBytes(16).toString('base64url');

/** What becomes of the socket of a browser that waits, and of what is posted to it. */
const losses: Readonly<Record<string, { readonly opens: 'never' | 'dead' | 'open'; readonly fault?: Fault }>> = {
  'no socket yet': { opens: 'never' },
  'a socket that is dead, or not yet alive': { opens: 'dead' },
  'the connection breaks': { opens: 'open', fault: 'reset' },
  'it is posted and the answer lost': { opens: 'open', fault: 'lost' },
  'nothing answers': { opens: 'open', fault: 'hang' },
  'too many requests': { opens: 'open', fault: { error: 'LimitExceededException' } },
  'nothing is lost': { opens: 'open' },
};

/** Decides while that is lost; how long until the browser, which asks, sees the decision. */
async function decideWithout(phone: AttackPhone, name: string): Promise<number> {
  const { portal } = stage;
  const { opens, fault } = losses[name] ?? { opens: 'open' };
  const { browser, flow, frame } = await showCode(portal);
  const { connection } = opens === 'never' ? { connection: '' } : await connect({ browser, tab: tab() });
  if (opens === 'dead') portal.aws.sockets.delete(connection);
  const { body } = await phone.ask('POST /api/phone/scan', { frame: frame() });
  portal.aws.fault = ({ service }) => (service === 'apigatewaymanagementapi' ? fault : undefined);
  const began = performance.now();
  const { status } = await phone.decide(body as unknown as ToldCard);
  const seen = await browser.send('GET /api/sign-in/phone');
  const took = performance.now() - began;
  portal.aws.fault = () => undefined;
  expect([name, status, seen.body.state]).toEqual([name, 200, 'accepted']);
  const again = await connect({ browser, tab: tab() });
  expect([name, again.status, (await redeem(browser, flow)).status]).toEqual([name, 200, 200]);
  const heard = portal.aws.sockets.get(connection) ?? [];
  expect(new Set(heard)).toEqual(new Set(opens === 'open' ? ['{"changed":"flow"}'] : []));
  return took;
}

describe('T53 hints that are lost', () => {
  test('T53 what the phone decided is stored first: who was not told asks, and sees it', async () => {
    const { phone } = await withPhone(stage.portal);
    const times: number[] = [];
    for (let round = 0; round < rounds(3); round += 1) {
      for (const name of Object.keys(losses)) {
        stage.portal.clock.advance(1);
        times.push(await decideWithout(phone, name));
      }
    }
    // A hint that hangs is given up after a second.
    const slowest = Math.round(Math.max(...times));
    report('T53', { decisions: times.length, 'results not seen': 0, 'slowest, ms, until seen by asking': slowest });
  });
});

describe('T54 sockets that are gone', () => {
  test('T54 each dead socket is posted to once, its row goes, and the message of the phone counts as told', async () => {
    const { portal } = stage;
    const dead = rounds(50);
    const { person, phone } = await withPhone(portal);
    const owner = `device#${phone.played.device}`;
    const { client, tables } = portal.database;
    await Promise.all(
      Array.from({ length: dead }, (_, i) =>
        client.send(
          new PutCommand({ TableName: tables.connections, Item: { owner, tab: `tab-${i}`, connection: `gone-${i}` } }),
        ),
      ),
    );
    const proof = await socketProof(phone);
    const { connection } = await connect({ proof, tab: 'a'.repeat(22) });
    const posts = async () => {
      const from = portal.aws.calls.length;
      await ask(person.account.id);
      await portal.deliver();
      return portal.aws.calls.slice(from).filter(({ service }) => service === 'apigatewaymanagementapi').length;
    };
    const first = await posts();
    expect(first).toBeLessThanOrEqual(50);
    while ((await connections()).filter((row) => row.owner === owner).length > 1) await posts();
    expect(await posts()).toBe(1);
    const heard = portal.aws.sockets.get(connection) ?? [];
    expect(new Set(heard)).toEqual(new Set(['{"changed":"phone"}']));
    const waiting = (await portal.database.rows('outbox')).filter(({ kind }) => kind === 'approval-waiting');
    expect(new Set(waiting.map(({ state }) => state))).toEqual(new Set(['sent']));
    report('T54', { 'dead sockets': dead, 'posts in one hint': first, 'posts to a dead one': 1 });
  });
});

describe('T74 a question that waits', () => {
  test('T74 phones are told once, however often its record comes, and not late, and never of a decoy', async () => {
    const { portal } = stage;
    const { person, phone } = await withPhone(portal);
    const { connection } = await connect({ proof: await socketProof(phone) });
    const heard = () => portal.aws.sockets.get(connection)?.length;
    const second = await portal.start();
    await ask(person.account.id);
    const records = [...(await portal.owed())];
    for (let i = 0; i < 5; i += 1) await second.deliver({ Records: [...records, ...records].toReversed() });
    expect(heard()).toBe(1);
    await ask(person.account.id, { isDecoy: true });
    await portal.deliver();
    expect(heard()).toBe(1);
    await ask(person.account.id);
    portal.clock.advance(120);
    await portal.deliver();
    expect(heard()).toBe(1);
    // One whose sockets all fail is told too late, and holds up no message.
    await ask(person.account.id);
    await typePassword(portal.browser(), person);
    portal.aws.fault = ({ service }) => (service === 'apigatewaymanagementapi' ? 'hang' : undefined);
    const before = portal.aws.messages.length;
    const began = performance.now();
    await portal.deliver();
    const took = Math.round(performance.now() - began);
    portal.aws.fault = () => undefined;
    expect(portal.aws.messages.length).toBe(before + 1);
    expect(took).toBeLessThan(15_000);
    report('T74', { 'deliveries of a waiting question': 10, 'hints twice': 0, 'ms when sockets hang': took });
  });
});

/** A question that waits on the phones of an account, as its start leaves it. */
async function ask(account: string, { isDecoy = false } = {}): Promise<void> {
  const { clock, database } = stage.portal;
  const [approval, at] = [randomBytes(32).toString('base64url'), clock.now()];
  const question = { state: 'waiting', isDecoy, flow: tab(), endsAt: at + 120_000, purpose: 'sign-in', way: 'name' };
  const owed = { kind: 'approval-waiting', approval, isDecoy, createdAt: at, state: 'owed' };
  const put = (TableName: string, Item: object) => database.client.send(new PutCommand({ TableName, Item }));
  await put(database.tables.devices, { account, id: `approval#${approval}`, ...question });
  await put(database.tables.outbox, { account, id: tab(), ...owed });
}
