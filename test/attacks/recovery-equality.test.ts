import { describe, expect, test } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { Settings } from '../../lambdas/settings.ts';
import type { Route } from './harness/browser.ts';
import { newPassword } from './harness/recoveries.ts';
import { report } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { type Trace, traceRequest } from './harness/trace.ts';
import { watchWork } from './harness/work.ts';

const work = watchWork();

/** What somebody may type who cannot be told whether, and how, it is known. */
const people: Readonly<Record<string, Partial<Account> | string>> = {
  known: {},
  'known, by SMS': { channel: 'sms' },
  locked: { status: 'locked' },
  disabled: { status: 'disabled' },
  invited: { status: 'invited' },
  'with a password of an operator': { mustReplacePassword: true },
  'closed to guesses and re-opened': { reopenedAt: 1 },
  'recovered lately': { recovered: { at: Date.UTC(2026, 10, 22, 11), channel: 'email' } },
  'unknown e-mail': 'nobody@mail.example.org',
  'unknown user name': 'nobody',
  'control characters': 'no\u0007body',
  'two scripts': 'n\u043ebody@mail.example.org',
  'a name of the table': 'global',
  'a key of the table': 'email#somebody@mail.example.org',
  'half a character': 'nobody\ud800',
  'a long one': `${'n'.repeat(240)}@x.example`,
  'an object’s own': '__proto__',
};

/** Each with a portal of its own, for people who are nobody leave traces too. */
const ROUTES: readonly (readonly [Settings['recovery'], Route])[] = [
  ['code', 'POST /api/recovery'],
  ['code', 'POST /api/recovery/username'],
  ['code', 'POST /api/invitation/renew'],
  ['code', 'POST /api/invitation'],
  ['temporary-password', 'POST /api/recovery'],
];

describe.each(ROUTES)('recovery by %s: %s', (recovery, route) => {
  const stage = setStage({ recovery });

  /** What can be told of three requests in a row: the first, one within its gap, and one after it. */
  async function tracesOf(who: Partial<Account> | string): Promise<readonly Trace[]> {
    const { portal } = stage;
    const identifier = typeof who === 'string' ? who : (await portal.person(who)).account.email;
    const body = {
      identifier,
      ...(route === 'POST /api/invitation' && { invitation: `${'a'.repeat(22)}.${'b'.repeat(43)}` }),
    };
    const traces = [];
    for (const seconds of [5, 31, 0]) {
      traces.push(await traceRequest(portal, work, portal.browser(), route, body));
      portal.clock.advance(seconds);
    }
    return traces;
  }

  test('T16 T18 the same answers, cookies and calls to AWS for everybody', async () => {
    // A function's first request waits for what was begun with its start.
    await stage.portal.browser().send('GET /api/recovery');
    const seen: [string, readonly Trace[]][] = [];
    for (const [name, who] of Object.entries(people)) seen.push([name, await tracesOf(who)]);
    const [[, first] = []] = seen;
    for (const [name, traces] of seen) expect(traces, name).toEqual(first);
    if (route !== 'POST /api/invitation') {
      expect(first?.map(({ answer }) => answer.status)).toEqual([200, 200, 200]);
      // The second spends no send, and looks the same but for the one condition.
      expect(first?.map(({ calls }) => calls.length)).toEqual([4, 4, 4]);
    }
    report('T16', {
      route,
      people: seen.length,
      'pairs compared': (seen.length * (seen.length - 1)) / 2,
      distinguishable: 0,
    });
  });
});

describe('behind the first page', () => {
  const stage = setStage();

  test('T16 T18 resends, wrong codes and refused passwords are the same for everybody, until the flow ends', async () => {
    const { portal } = stage;
    await portal.browser().send('GET /api/recovery');
    const seen: [string, unknown[]][] = [];
    for (const [name, who] of Object.entries(people)) {
      const identifier = typeof who === 'string' ? who : (await portal.person(who)).account.email;
      const browser = portal.browser();
      const trace = (route: Route, body?: unknown) => traceRequest(portal, work, browser, route, body);
      const begun = await browser.send('POST /api/recovery', { identifier });
      const { flow } = begun.body;
      const answer = (code: string, password = newPassword()) =>
        trace('POST /api/recovery/password', { flow, code, password });
      const traces = [await trace('GET /api/recovery'), await answer('12345678', 'short')];
      for (const channel of ['email', 'sms', 'email', 'sms', 'email']) {
        traces.push(await trace('POST /api/recovery/send', { flow, channel }));
        portal.clock.advance(31);
        traces.push(await trace('POST /api/recovery/send', { flow, channel }));
      }
      // One in a hundred million is right; a run that meets it shows a difference.
      for (let i = 0; i < 6; i += 1) traces.push(await answer(`0000000${i}`));
      traces.push(await trace('GET /api/recovery'));
      seen.push([name, traces]);
      portal.clock.advance(3600);
    }
    const [[, first] = []] = seen;
    for (const [name, traces] of seen) expect(traces, name).toEqual(first);
    report('T18', {
      'sequences behind the first page': seen.length,
      'requests each': first?.length ?? 0,
      distinguishable: 0,
    });
  });

  test('T18 two names of one account tell no more than two of none: asked one after the other, alike in all', async () => {
    const { portal } = stage;
    const { account } = await portal.person();
    const pairs = [
      [account.email, account.username ?? ''],
      ['nobody1@mail.example.org', 'nobody1'],
    ];
    const seen = [];
    for (const names of pairs) {
      const lengths = [];
      for (const identifier of names) {
        const { answer, calls } = await traceRequest(portal, work, portal.browser(), 'POST /api/recovery', {
          identifier,
        });
        lengths.push({
          answer,
          calls: calls.length,
          items: calls.flatMap((call) => call.match(/"(?:Put|Update)":/g) ?? []).length,
        });
      }
      seen.push(lengths);
    }
    expect(seen[0]).toEqual(seen[1]);
  });
});
