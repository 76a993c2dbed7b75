import { beforeEach, describe, expect, it } from 'vitest';
import { knownName } from '../../lambdas/auth/known-browser.ts';
import { remindUsername, startRecovery } from '../../lambdas/auth/recovery.ts';
import { waitingRecovery } from '../../lambdas/auth/recovery-code.ts';
import { person, START } from '../harness/people.ts';
import { NEW_PASSWORD, type Recoveries, recoveriesWith } from '../harness/recovery-rules.ts';
import { VISIT } from '../harness/sign-ins.ts';

const anna = person({ username: 'anna', phone: { number: '+31612345678', country: 'NL', verified: true } });
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let portal: Recoveries;

beforeEach(async () => {
  portal = await recoveriesWith(anna);
});

const owed = async (kind: string) => (await portal.store.messages()).filter((message) => message.kind === kind);

describe('asking for a recovery', () => {
  it('changes nothing: password, epoch and sessions stay', async () => {
    await startRecovery(portal.recovery, portal.stranger());
    expect(await portal.store.account(anna.id)).toEqual(anna);
    expect(await portal.store.audit(anna.id)).toEqual([]);
  });

  it('writes the same for an account and for a decoy, but for whose it is', async () => {
    const [real, decoy] = [
      await startRecovery(portal.recovery, portal.stranger()),
      await startRecovery(portal.recovery, portal.stranger({ identifier: 'nobody@example.org' })),
    ];
    const plain = ({ id: _, secretHash: __, account: ___, epoch: ____, ...flow }: typeof real.flow) => flow;
    expect(plain(decoy.flow)).toEqual(plain(real.flow));
    expect((await owed('reset-code')).map(({ state, channel }) => [state, channel])).toEqual([
      ['owed', 'preferred'],
      ['owed', 'preferred'],
    ]);
  });

  it('by user name and by address spends from one budget: one message in thirty seconds, five an hour, ten a day', async () => {
    const sent: number[] = [];
    for (let at = START; at < START + DAY; at += 20_000) {
      const before = (await owed('reset-code')).filter(({ state }) => state === 'owed').length;
      const identifier = (at / 20_000) % 2 === 0 ? 'anna' : 'anna@example.org';
      await startRecovery(
        portal.recovery,
        portal.stranger({ identifier, now: at, address: `192.0.2.${at % 251}` }),
      ).catch(() => undefined);
      if ((await owed('reset-code')).filter(({ state }) => state === 'owed').length > before) sent.push(at);
      if (sent.length === 10) break;
    }
    const gaps = sent.slice(1).map((at, i) => at - (sent[i] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30_000);
    expect(sent.filter((at) => at < START + 60 * MINUTE)).toHaveLength(5);
  });

  it('from an address that asked a hundred times waits, except in a browser that the account knows', async () => {
    const { knownToken } = await portal.answer(await portal.signIn());
    const ask = (known: boolean) =>
      startRecovery(
        portal.recovery,
        portal.stranger({
          now: START + MINUTE,
          knownToken: (name) => (known && name === knownName(portal.needs.keys, anna.id) ? knownToken : undefined),
        }),
      );
    for (let asked = 0; asked < 100; asked += 1) await ask(false);
    await expect(ask(false)).rejects.toMatchObject({ code: 'too-many-attempts' });
    await expect(ask(true)).resolves.toMatchObject({ flow: { kind: 'recovery' } });
  });

  it('is what the page shows until its end, in its own browser', async () => {
    const { cookie, flow } = await startRecovery(portal.recovery, portal.stranger());
    expect(await waitingRecovery(portal.recovery, cookie, START + 20 * MINUTE - 1)).toEqual(flow);
    expect(await waitingRecovery(portal.recovery, cookie, START + 20 * MINUTE)).toBeUndefined();
    expect(await waitingRecovery(portal.recovery, { ...cookie, secret: 'x' }, START)).toBeUndefined();
    expect(await waitingRecovery(portal.recovery, undefined, START)).toBeUndefined();
  });
});

describe('setting a new password', () => {
  it('ends sessions, pending sign-ins and other recoveries, and signs nobody in', async () => {
    const session = await portal.answer(await portal.signIn());
    const other = await startRecovery(portal.recovery, portal.stranger());
    const begun = await startRecovery(portal.recovery, portal.stranger());
    expect(Object.keys(await portal.set(begun))).toEqual(['account', 'knownToken']);
    const account = await portal.store.account(anna.id);
    expect(account?.epoch).not.toBe(anna.epoch);
    await expect(portal.set(other)).rejects.toMatchObject({ code: 'code-refused' });
    expect(session.account).toBe(anna.id);
    await expect(portal.signIn({ now: START + MINUTE })).rejects.toMatchObject({ code: 'sign-in-refused' });
  });

  it('sends codes over the other channel for a day', async () => {
    await portal.set(await startRecovery(portal.recovery, portal.stranger()));
    const channels = async (now: number) => (await portal.signIn({ password: NEW_PASSWORD, now })).channels;
    expect(await channels(START + MINUTE)).toEqual(['sms']);
    expect(await channels(START + DAY + 999)).toEqual(['sms']);
    expect(await channels(START + DAY + 1000)).toEqual(['email', 'sms']);
  });

  it('leaves an account with a phone, and no other channel, to its phone for a day', async () => {
    const { phone: _, ...rest } = anna;
    await portal.store.settle({ ...rest, channel: 'email', devices: ['d'.repeat(22)] });
    await portal.set(await startRecovery(portal.recovery, portal.stranger()));
    const signIn = (now: number) => portal.signIn({ password: NEW_PASSWORD, now });
    await expect(signIn(START + MINUTE)).rejects.toMatchObject({ code: 'phone-needed' });
    expect((await signIn(START + DAY + 1000)).channels).toEqual(['email']);
  });

  it('the sixth try is refused even with the right code', async () => {
    const begun = await startRecovery(portal.recovery, portal.stranger());
    for (const triesLeft of [4, 3, 2, 1, 0])
      await expect(portal.set(begun, { code: 'wrong' })).rejects.toMatchObject({ facts: { triesLeft } });
    await expect(portal.set(begun)).rejects.toMatchObject({ code: 'flow-ended' });
  });

  it('a code is good until exactly ten minutes', async () => {
    const begun = await startRecovery(portal.recovery, portal.stranger());
    await expect(portal.set(begun, { now: START + 10 * MINUTE })).rejects.toMatchObject({ code: 'code-expired' });
    await expect(portal.set(begun, { now: START + 10 * MINUTE - 1 })).resolves.toMatchObject({ account: anna.id });
  });

  it('a newer code ends the one before, and refills no tries', async () => {
    const begun = await startRecovery(portal.recovery, portal.stranger());
    await portal.set(begun, { code: 'wrong' }).catch(() => undefined);
    const flow = await portal.sendAgain(begun, START + 30_000, 'sms');
    await expect(portal.set(begun, { now: START + 31_000 })).rejects.toMatchObject({ facts: { triesLeft: 3 } });
    await portal.set({ ...begun, flow }, { now: START + 31_000 });
    expect(await portal.store.account(anna.id)).toMatchObject({ recovered: { channel: 'sms' } });
  });

  it('a new code may be asked for after thirty seconds, four times, and the answer is the same without a budget', async () => {
    const begun = await startRecovery(portal.recovery, portal.stranger());
    await expect(portal.sendAgain(begun, START + 29_999)).rejects.toMatchObject({
      code: 'send-too-soon',
      facts: { retryAfterSeconds: 1 },
    });
    await startRecovery(portal.recovery, portal.stranger({ now: START + 30_000 }));
    expect(await portal.sendAgain(begun, START + 30_000)).toMatchObject({ counter: 2, sentAt: START + 30_000 });
    for (const nth of [3, 4, 5]) await portal.sendAgain(begun, START + nth * 30_000);
    await expect(portal.sendAgain(begun, START + 180_000)).rejects.toMatchObject({ code: 'no-sends-left' });
  });

  it('makes the browser known for its tries, and still new to the owner', async () => {
    const { knownToken } = await portal.set(await startRecovery(portal.recovery, portal.stranger()));
    const known = { account: anna.id, token: knownToken };
    const { flow } = await portal.signIn({ password: NEW_PASSWORD, known, now: START + MINUTE });
    expect([flow.tally.browser === undefined, flow.familiar]).toEqual([false, false]);
  });

  it('re-opens for everybody what strangers had closed', async () => {
    let now = START;
    for (let tried = 0; tried < 50; tried += 1) {
      now += 15 * MINUTE;
      await portal.signIn({ password: 'wrong', now, address: `198.51.100.${tried}` }).catch(() => undefined);
    }
    await expect(portal.signIn({ now: now + DAY })).rejects.toMatchObject({ code: 'sign-in-refused' });
    await portal.set(await startRecovery(portal.recovery, portal.stranger({ now: now + DAY })), { now: now + DAY + 1 });
    await expect(portal.signIn({ password: NEW_PASSWORD, now: now + DAY + MINUTE })).resolves.toBeDefined();
  });

  it('refuses what the policy refuses before it buys a try, and what only the owner can tell behind the code', async () => {
    const begun = await startRecovery(portal.recovery, portal.stranger());
    await expect(portal.set(begun, { password: 'Password1!' })).rejects.toMatchObject({ code: 'password-refused' });
    expect(await waitingRecovery(portal.recovery, begun.cookie, START)).toMatchObject({ triesLeft: 5 });
    await expect(portal.set(begun, { password: 'DeVries-Anna-12' })).rejects.toMatchObject({
      facts: { rules: ['not-own'] },
    });
    expect(await waitingRecovery(portal.recovery, begun.cookie, START)).toMatchObject({ triesLeft: 4 });
  });

  it('a decoy refuses every code', async () => {
    const begun = await startRecovery(portal.recovery, portal.stranger({ identifier: 'nobody' }));
    await expect(portal.set(begun)).rejects.toMatchObject({ code: 'code-refused', facts: { triesLeft: 4 } });
  });
});

it('a reminder of the user name is owed by mail, to a decoy as to an account', async () => {
  for (const identifier of ['anna@example.org', 'nobody'])
    await remindUsername(portal.recovery, portal.stranger({ identifier }));
  const reminders = await owed('username-reminder');
  expect(reminders.map(({ channel, state }) => [channel, state])).toEqual([
    ['email', 'owed'],
    ['email', 'owed'],
  ]);
  expect(JSON.stringify(reminders)).not.toContain(VISIT.browser);
});
