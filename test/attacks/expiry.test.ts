import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { CODE_LIFETIME_SECONDS } from '../../lambdas/auth/codes.ts';
import { FLOW_LIFETIME_SECONDS, type SignInFlow } from '../../lambdas/auth/flow.ts';
import { hashToken, newId } from '../../lambdas/auth/tokens.ts';
import { readFlow } from '../../lambdas/store/flows.ts';
import { signInStore } from '../../lambdas/store/sign-in.ts';
import { SETTINGS } from './harness/portal.ts';
import { report } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { flowIn, readCode, signIn, typeCode, typePassword } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage();
// Nothing is owed from the test before.
beforeEach(async () => void (await stage.portal.deliver()));

/** Just over, over, and long over while the row is still there. */
const LATE_SECONDS = [0, 0.001, 1, 3600, 48 * 3600];
const lifetimes = { idleSeconds: SETTINGS.sessionIdleSeconds, absoluteSeconds: SETTINGS.sessionAbsoluteSeconds };

function store() {
  const { client, tables } = stage.portal.database;
  return signInStore({ client, tables, newId: () => newId(randomBytes), lifetimes, auditSeconds: 3600 });
}

/** The flow as its row says it. */
async function read(id: string): Promise<SignInFlow> {
  const { client, tables } = stage.portal.database;
  const flow = await readFlow(client, tables.flows, id);
  if (flow?.kind !== 'sign-in') throw new Error('The flow is gone.');
  return flow;
}

describe('T07 expired rows that are still there', () => {
  test.for(LATE_SECONDS)('T07 a code and its flow are refused %f s after their end', async (late) => {
    const { portal } = stage;
    for (const [lifetime, code] of [
      [CODE_LIFETIME_SECONDS, 'code-expired'],
      [FLOW_LIFETIME_SECONDS, 'flow-ended'],
    ] as const) {
      const at = await stage.atCodePage();
      portal.clock.advance(lifetime + late);
      const expected = lifetime + late >= FLOW_LIFETIME_SECONDS ? 'flow-ended' : code;
      expect((await typeCode(at.browser.clone(), at.flow, at.code)).code).toBe(expected);
      if (expected !== 'flow-ended') continue;
      expect((await at.browser.send('POST /api/sign-in/send', { flow: at.flow, channel: 'email' })).code).toBe(
        'flow-ended',
      );
      expect((await at.browser.send('GET /api/sign-in')).body).toEqual({ step: 'start' });
    }
  });

  test.for(LATE_SECONDS)('T07 the conditions of the writes refuse by themselves, %f s after the end', async (late) => {
    const at = await stage.atCodePage();
    const flow = await read(at.flow);
    const now = flow.codeEndsAt + late * 1000;
    const { account, epoch, globalEpoch, id, visit, tally } = flow;
    const session = {
      account,
      token: hashToken('x'),
      epoch,
      globalEpoch,
      flow: id,
      createdAt: now,
      usedAt: now,
      visit,
    };
    expect(await store().buyCodeTry(flow, now)).toEqual({ outcome: 'refused' });
    expect(await store().redeem({ flow, session, knownUntil: now, now })).toBe('changed');
    const sent = await store().sent(tally);
    const code = { message: newId(randomBytes), sentBefore: sent, sentAfter: [...sent, 1] };
    const after = { ...flow, counter: flow.counter + 1, message: code.message };
    expect(await store().resend({ before: flow, after, code, now: flow.expiresAt + late * 1000 })).toBe('changed');
    expect(await read(at.flow)).toEqual(flow);
    expect((await typeCode(at.browser, at.flow, at.code)).status).toBe(200);
  });

  test('T07 a known browser is a stranger when its time is over, and cannot be revived by a sign-in under way', async () => {
    const { portal } = stage;
    const person = await portal.person();
    const own = portal.browser();
    await signIn(portal, own, person);
    portal.clock.advance(SETTINGS.knownBrowserSeconds);
    expect((await signIn(portal, own, person)).status).toBe(200);
    const rows = await portal.database.rows('audit');
    const from = rows
      .filter((row) => row.account === person.account.id && row.event === 'signed-in')
      .map((row) => row.from);
    expect(from).toEqual(['new-browser', 'new-browser']);
  });

  test('T07 an owed code whose time is over is dropped, and a lease that ended is taken over', async () => {
    const { portal } = stage;
    const browser = portal.browser();
    await typePassword(browser, await portal.person());
    portal.clock.advance(CODE_LIFETIME_SECONDS);
    expect(await portal.deliver()).toEqual([]);
    report('T07', { 'ends per type': LATE_SECONDS.length, types: 6, accepted: 0 });
  });
});

describe('T75 clocks that differ', () => {
  test.for([1, 5, 300])(
    'T75 two functions whose clocks are %i s apart move an end by that and no more',
    async (apart) => {
      const { portal } = stage;
      const fast = await portal.start(portal.clock.ahead(apart));
      const slow = await portal.start(portal.clock.ahead(-apart));
      for (const [from, to] of [
        [fast, slow],
        [slow, fast],
      ] as const) {
        const person = await portal.person();
        const browser = portal.browser(from);
        const opened = await typePassword(browser, person);
        const begun = from === fast ? apart : -apart;
        const code = from === fast ? await readCode(portal, person) : '';
        const other = portal.browser(to);
        for (const [name, value] of browser.jar) other.jar.set(name, value);
        portal.clock.advance(CODE_LIFETIME_SECONDS + begun - (to === fast ? apart : -apart));
        expect((await typeCode(other, flowIn(opened), code || '000000')).status).toBe(410);
      }
      report('T75', { 'seconds apart': 2 * apart, 'accepted beyond the end and the difference': 0 });
    },
  );

  test('T75 a session that a fast clock began ends late by the difference; a slow clock’s activity does not lengthen it', async () => {
    const { portal } = stage;
    const slow = await portal.start(portal.clock.ahead(-5));
    const person = await portal.person();
    const browser = portal.browser();
    await signIn(portal, browser, person);
    const lagging = portal.browser(slow);
    for (const [name, value] of browser.jar) lagging.jar.set(name, value);
    expect((await lagging.send('POST /api/session/activity')).status).toBe(200);
    portal.clock.advance(SETTINGS.sessionIdleSeconds);
    expect((await browser.send('GET /api/session')).status).toBe(401);
  });

  test('T75 times are in one unit: rows end by TTL after they end by rule, in seconds of this century', async () => {
    const { portal } = stage;
    const seconds = portal.clock.now() / 1000;
    for (const table of ['flows', 'sessions', 'limits', 'outbox', 'audit'] as const) {
      for (const row of await portal.database.rows(table)) {
        expect(Number(row.ttl)).toBeGreaterThan(1_700_000_000);
        expect(Number(row.ttl)).toBeLessThan(seconds + 2 * 365 * 24 * 3600);
        for (const name of ['expiresAt', 'codeEndsAt', 'knownUntil']) {
          if (row[name] !== undefined)
            expect(Number(row.ttl) * 1000, `${table} ${name}`).toBeGreaterThanOrEqual(
              Math.floor(Number(row[name]) / 1000) * 1000,
            );
        }
      }
    }
  });
});
