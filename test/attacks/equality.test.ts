import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import { report, rounds } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { typePassword } from './harness/steps.ts';
import { type Trace, traceSignIn } from './harness/trace.ts';
import { watchWork } from './harness/work.ts';

const work = watchWork();
const stage = setStage();

interface Typed {
  readonly identifier: string;
  readonly password: string;
}

const RIGHT = 'right password';

/** An account that strangers have failed at so often, from addresses of their own. */
async function failedAt(times: number, seconds: number): Promise<Typed> {
  const { portal } = stage;
  const person = await portal.person();
  for (let i = 0; i < times; i += 1) {
    await typePassword(portal.browser(), person, { password: `Guess-${i}` });
    portal.clock.advance(seconds);
  }
  return { identifier: person.account.email, password: person.password };
}

async function somebody(given: Partial<Account> = {}, by: 'email' | 'username' = 'email'): Promise<Typed> {
  const { account, password } = await stage.portal.person(given);
  return { identifier: account[by] ?? '', password };
}

const unknown = (identifier: string) => async (): Promise<Typed> => ({ identifier, password: 'Quiet-Harbour-1' });

/** Everybody who must not get in, and must not learn why. */
const strangers: Readonly<Record<string, () => Promise<Typed>>> = {
  'wrong password': async () => ({ ...(await somebody()), password: 'Quiet-Harbour-1' }),
  'wrong password, by user name': async () => ({ ...(await somebody({}, 'username')), password: 'Quiet-Harbour-1' }),
  'unknown e-mail': unknown('nobody@mail.example.org'),
  'unknown user name': unknown('nobody'),
  [`locked, ${RIGHT}`]: () => somebody({ status: 'locked' }),
  [`disabled, ${RIGHT}`]: () => somebody({ status: 'disabled' }),
  invited: () => somebody({ status: 'invited' }),
  [`delayed, ${RIGHT}`]: () => failedAt(8, 1),
  [`closed, ${RIGHT}`]: () => failedAt(50, 901),
  'control characters': unknown('no\u0007body'),
  'two scripts': unknown('n\u043ebody@mail.example.org'),
  'two at signs': unknown('a@b@c.example'),
  'no domain': unknown('nobody@'),
  spaces: unknown('   '),
  'a name of the table': unknown('global'),
  'a key of the table': unknown('email#nobody@mail.example.org'),
  'half a character': unknown('nobody\ud800'),
  'a long one': unknown(`${'n'.repeat(240)}@x.example`),
  'one that grows when folded': unknown('\ufdfa'.repeat(60)),
  HTML: unknown('<img src=x onerror=alert(1)>'),
  'an object’s own': unknown('__proto__'),
};

describe('T16 one refusal', () => {
  test('T16 the same answer, headers, cookies, calls to AWS and hashing for everybody who must not get in', async () => {
    const { portal } = stage;
    const traces: [string, Trace][] = [];
    for (const [name, prepare] of Object.entries(strangers)) {
      const typed = await prepare();
      traces.push([name, await traceSignIn(portal, work, portal.browser(), typed)]);
    }
    const [[, first] = []] = traces;
    expect(first?.answer.status).toBe(401);
    expect(first?.argon2).toEqual(['argon2id 19456 2 1 32']);
    for (const [name, trace] of traces) expect(trace, name).toEqual(first);
    report('T16', {
      strangers: traces.length,
      'pairs compared': (traces.length * (traces.length - 1)) / 2,
      distinguishable: 0,
    });
  });
});

describe('T18 waits and what comes after', () => {
  test('T18 the same refusals and the same waits, attempt by attempt, whether or not there is an account', async () => {
    const { portal } = stage;
    const attempts = 12;
    const sequences = [];
    for (const name of [
      'wrong password',
      'unknown e-mail',
      `locked, ${RIGHT}`,
      'invited',
      'control characters',
    ] as const) {
      const typed = await strangers[name]?.();
      if (!typed) throw new Error(name);
      const browser = portal.browser();
      const seen = [];
      for (let i = 0; i < attempts; i += 1) {
        const { answer, calls, argon2 } = await traceSignIn(portal, work, browser, typed);
        seen.push({ answer, calls: calls.length, argon2, after: (await browser.send('GET /api/sign-in')).text });
        portal.clock.advance(i % 3 === 2 ? 2 : 0);
      }
      sequences.push(seen);
      expect(seen).toEqual(sequences[0]);
      expect(seen.map(({ answer }) => answer.status)).toContain(429);
    }
    report('T18', { 'sequences of attempts': sequences.length, attempts, distinguishable: 0 });
  });

  test('T18 what others did to an account shows to nobody: its own delay is the ordinary refusal', async () => {
    const { portal } = stage;
    const tried = rounds(2);
    for (let round = 0; round < tried; round += 1) {
      const attacked = await failedAt(30, 901);
      const quiet = await somebody();
      const [one, other] = [portal.browser(), portal.browser()];
      for (let i = 0; i < 7; i += 1) {
        const seen = await traceSignIn(portal, work, one, { ...attacked, password: 'x' });
        expect(seen).toEqual(await traceSignIn(portal, work, other, { ...quiet, password: 'x' }));
      }
    }
    report('T18', { 'attacked and quiet accounts compared': tried * 7, distinguishable: 0 });
  });

  test('T18 a re-opened account shows by nothing but one update, once', async () => {
    const { portal } = stage;
    const typed = await failedAt(50, 901);
    const rows = await portal.database.rows('accounts');
    const id = rows.find((row) => row.id === `email#${typed.identifier}`)?.account;
    const account = rows.find((row) => row.id === id);
    await portal.database.client.send(
      new PutCommand({
        TableName: portal.database.tables.accounts,
        Item: { ...account, reopenedAt: portal.clock.now() },
      }),
    );
    const reference = await traceSignIn(portal, work, portal.browser(), { identifier: 'nobody', password: 'x' });
    const once = await traceSignIn(portal, work, portal.browser(), { ...typed, password: 'x' });
    const then = await traceSignIn(portal, work, portal.browser(), { ...typed, password: 'x' });
    expect(once.answer).toEqual(reference.answer);
    expect(once.calls.length - reference.calls.length).toBe(1);
    expect(then).toEqual(reference);
  });
});
