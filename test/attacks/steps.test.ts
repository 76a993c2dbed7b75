import { describe, expect, test } from 'vitest';
import type { Browser, Reply } from './harness/browser.ts';
import { changeAccount } from './harness/person.ts';
import { atActivationPage, atResetPage, newPassword, setPassword } from './harness/recoveries.ts';
import { report } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { flowIn, readCode, typeCode, typePassword } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage();

/** A browser somewhere in a flow, with all that its owner knows by then. */
interface At {
  readonly browser: Browser;
  readonly flow: string;
  readonly code?: string;
}

const NO_FLOW = 'A'.repeat(22);

async function mustReplace() {
  const { portal } = stage;
  const person = await portal.person({ mustReplacePassword: true });
  const browser = portal.browser();
  return { person, browser, flow: flowIn(await typePassword(browser, person)) };
}

const states = {
  nothing: async (): Promise<At> => ({ browser: stage.portal.browser(), flow: NO_FLOW }),
  'sign-in: waits for its code': (): Promise<At> => stage.atCodePage(),
  'sign-in: waits for a new password': (): Promise<At> => mustReplace(),
  async 'sign-in: has a new password'(): Promise<At> {
    const { person, browser, flow } = await mustReplace();
    await browser.send('POST /api/sign-in/password', { flow, password: newPassword() });
    return { browser, flow, code: await readCode(stage.portal, person) };
  },
  async 'sign-in: done'(): Promise<At> {
    const at = await stage.atCodePage();
    const flowCookie = at.browser.jar.get('__Host-flow') ?? '';
    await typeCode(at.browser, at.flow, at.code);
    at.browser.jar.set('__Host-flow', flowCookie);
    return at;
  },
  async 'sign-in: of an account that is locked since'(): Promise<At> {
    const at = await stage.atCodePage();
    await changeAccount(stage.portal.database, at.person.account, { status: 'locked', epoch: 'another' });
    return at;
  },
  'recovery: waits for its code': (): Promise<At> => atResetPage(stage.portal),
  async 'recovery: done'(): Promise<At> {
    const at = await atResetPage(stage.portal);
    const flowCookie = at.browser.jar.get('__Host-flow') ?? '';
    await setPassword(at, newPassword());
    at.browser.jar.set('__Host-flow', flowCookie);
    return at;
  },
  'activation: waits for its code': (): Promise<At> => atActivationPage(stage.portal),
  async 'activation: done'(): Promise<At> {
    const at = await atActivationPage(stage.portal);
    const flowCookie = at.browser.jar.get('__Host-flow') ?? '';
    await setPassword(at, newPassword());
    at.browser.jar.set('__Host-flow', flowCookie);
    return at;
  },
} as const;

type State = keyof typeof states;

const digits = (code: string | undefined, length: number): string =>
  code?.length === length ? code : (code ?? '').padEnd(length, '0').slice(0, length);

const requests = {
  'answer a sign-in': ({ browser, flow, code }: At) => typeCode(browser, flow, digits(code, 6)),
  'send a sign-in code': ({ browser, flow }: At) => browser.send('POST /api/sign-in/send', { flow, channel: 'email' }),
  'replace the password': ({ browser, flow }: At) =>
    browser.send('POST /api/sign-in/password', { flow, password: newPassword() }),
  'set a password': ({ browser, flow, code }: At) =>
    setPassword({ browser, flow, code: digits(code, 8) }, newPassword()),
  'send a reset code': ({ browser, flow }: At) => browser.send('POST /api/recovery/send', { flow, channel: 'email' }),
  'ask who is signed in': ({ browser }: At) => browser.send('GET /api/session'),
  'keep the session': ({ browser }: At) => browser.send('POST /api/session/activity'),
} as const satisfies Record<string, (at: At) => Promise<Reply>>;

type Request = keyof typeof requests;

/** The model: what may succeed, and where. */
const modelled: Readonly<Record<State, readonly Request[]>> = {
  nothing: [],
  'sign-in: waits for its code': ['answer a sign-in', 'send a sign-in code'],
  'sign-in: waits for a new password': ['replace the password'],
  'sign-in: has a new password': ['answer a sign-in', 'send a sign-in code'],
  'sign-in: done': ['ask who is signed in', 'keep the session'],
  'sign-in: of an account that is locked since': [],
  'recovery: waits for its code': ['set a password', 'send a reset code'],
  'recovery: done': [],
  'activation: waits for its code': ['set a password', 'send a reset code'],
  'activation: done': [],
};

const isState = (name: string): name is State => name in states;
const isRequest = (name: string): name is Request => name in requests;
const STATES = Object.keys(states).filter(isState);
const REQUESTS = Object.keys(requests).filter(isRequest);

/** Ways to be somebody else, or too late: nothing succeeds then, but for a session, which no flow names. */
const disguises: Readonly<Record<string, (at: At) => At>> = {
  'without its cookie': (at) => ({ ...at, browser: stage.portal.browser() }),
  'with another flow’s name': (at) => ({ ...at, flow: NO_FLOW }),
  'with a made-up cookie': (at) => {
    const browser = stage.portal.browser();
    browser.jar.set('__Host-flow', `${at.flow}.${'A'.repeat(43)}`);
    return { ...at, browser };
  },
  'after the flow’s end': (at) => {
    stage.portal.clock.advance(20 * 60);
    return at;
  },
};

describe('T25 skipping steps', () => {
  test.for(STATES)('T25 %s: of all requests, those of the model succeed', async (state) => {
    const allowed = modelled[state];
    const succeeded = [];
    for (const request of REQUESTS) {
      const at = await states[state]();
      stage.portal.clock.advance(31);
      if ((await requests[request](at)).status < 300) succeeded.push(request);
    }
    expect(succeeded.toSorted()).toEqual(allowed.toSorted());
    report('T25', { state, requests: REQUESTS.length, 'not of the model and accepted': 0 });
  });

  test.for(Object.entries(disguises))('T25 %s nothing of a flow succeeds, in any state', async ([name, disguise]) => {
    let tried = 0;
    for (const state of STATES) {
      const at = await states[state]();
      stage.portal.clock.advance(31);
      const disguised = disguise(at);
      for (const request of REQUESTS.filter((each) => !each.includes('session') && !each.includes('signed in'))) {
        tried += 1;
        expect((await requests[request](disguised)).status, `${state}, ${request}`).toBeGreaterThanOrEqual(400);
      }
    }
    report('T25', { disguise: name, tried, accepted: 0 });
  });
});
