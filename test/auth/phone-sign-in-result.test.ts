import { beforeEach, describe, expect, it } from 'vitest';
import { hashToken } from '../../lambdas/auth/tokens.ts';
import { type Approving, approving, onlyCard, phoneOf, type Waiting } from '../harness/approving.ts';
import { person, START } from '../harness/people.ts';
import { VISIT } from '../harness/sign-ins.ts';

const phone = phoneOf(person(), 'phone-1');
const anna = person({ devices: [phone.id], lastSignIn: { ...VISIT, at: START - 5000 } });
const KEY = { idempotencyKey: 'repeat-me-0123456789' };

let portal: Approving;
let waiting: Waiting;

beforeEach(async () => {
  portal = approving();
  await portal.store.settle(anna);
  await portal.store.putPhone(phone);
  waiting = await portal.ask();
  const choice = waiting.flow.asked?.picture?.number ?? 0;
  await portal.decide(phone, await onlyCard(portal, phone), { choice });
});

const sessionOf = async (token: string) => (await portal.store.sessions.read(anna.id, hashToken(token))).session;

describe('redeeming what the phone accepted', () => {
  it('begins a session of that phone, knows the browser, re-opens closed factors, and tells of a new browser', async () => {
    const { sessionToken, account, knownToken } = await portal.redeem(waiting);
    const visit = { ...VISIT, at: START + 2000 };
    expect({ account, knownToken }).toEqual({ account: anna.id, knownToken: expect.any(String) });
    expect(await sessionOf(sessionToken)).toMatchObject({ device: phone.id, previous: anna.lastSignIn });
    expect(await portal.store.account(anna.id)).toMatchObject({ lastSignIn: visit, reopenedAt: START + 2000 });
    expect(await portal.store.messages()).toMatchObject([{ kind: 'new-browser', account: anna.id }]);
    expect(await portal.store.audit(anna.id)).toMatchObject([
      { event: 'signed-in', from: 'new-browser', device: phone.id },
    ]);
  });

  it('happens until a minute after it was accepted, and then not', async () => {
    const late = portal.redeem(waiting, { now: START + 61_000 });
    await expect(late).rejects.toMatchObject({ code: 'flow-ended' });
    await expect(portal.redeem(waiting, { now: START + 60_999 })).resolves.toBeDefined();
  });

  it('happens once: a repeat under the same key gets the same token while its session lives, nobody else any', async () => {
    const first = await portal.redeem(waiting, KEY);
    const repeat = () => portal.redeem(waiting, { ...KEY, now: START + 3000 });
    expect(await repeat()).toEqual(first);
    const other = portal.redeem(waiting, { idempotencyKey: 'another-0123456789' });
    await expect(other).rejects.toMatchObject({ code: 'flow-ended' });
    await expect(portal.redeem(waiting)).rejects.toMatchObject({ code: 'flow-ended' });
    await portal.store.sessions.end(anna.id, hashToken(first.sessionToken), VISIT);
    await expect(repeat()).rejects.toMatchObject({ code: 'flow-ended' });
  });

  it('T37: happens once, of ten at once', async () => {
    const redeemed = await Promise.allSettled(Array.from({ length: 10 }, () => portal.redeem(waiting)));
    expect(redeemed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each<[string, () => Promise<void>]>([
    ['the account is locked', () => portal.store.settle({ ...anna, status: 'locked' })],
    ['the account is disabled', () => portal.store.settle({ ...anna, status: 'disabled' })],
    ['the password was changed', () => portal.store.settle({ ...anna, epoch: 'epoch-2' })],
    ['the phone was revoked', () => portal.store.settle({ ...anna, devices: [] })],
    ['another phone took its place', () => portal.store.settle({ ...anna, devices: ['another'] })],
  ])('T41: is refused when %s meanwhile, and leaves nothing behind', async (_, happen) => {
    await happen();
    await expect(portal.redeem(waiting, KEY)).rejects.toMatchObject({ code: 'flow-ended' });
    expect(await portal.store.messages()).toEqual([]);
    expect(await portal.store.audit(anna.id)).toMatchObject([{ event: 'approval-refused', reason: 'changed' }]);
    await portal.store.settle(anna);
    await expect(portal.redeem(waiting, KEY)).resolves.toBeDefined();
  });

  it('is not refused because the phone has been locked by wrong PINs since', async () => {
    await portal.store.putPhone({ ...phone, pinTries: 3, pinAt: START + 1500 });
    await expect(portal.redeem(waiting)).resolves.toBeDefined();
  });

  it('waits while sign-in is closed, and is not used up by that; administrators enter', async () => {
    const { store } = portal.needs;
    const closing = { from: START, until: START + 30_000 };
    Object.assign(portal.needs, {
      store: { ...store, gate: async (id: string) => ({ ...(await store.gate(id)), closing }) },
    });
    const closed = { code: 'sign-in-closed', facts: { retryAfterSeconds: 28 } };
    await expect(portal.redeem(waiting)).rejects.toMatchObject(closed);
    await expect(portal.redeem(waiting, { now: closing.until })).resolves.toMatchObject({ account: anna.id });
    await portal.store.settle({ ...anna, role: 'admin' });
    const admitted = await portal.start();
    const { card } = await portal.scan(phone, portal.frame(admitted));
    await portal.decide(phone, card);
    await expect(portal.redeem(admitted)).resolves.toMatchObject({ account: anna.id });
  });
});
