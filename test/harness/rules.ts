import type { Account, Channel } from '../../lambdas/auth/account.ts';
import { deriveCode } from '../../lambdas/auth/codes.ts';
import type { FlowCookie, SignInFlow } from '../../lambdas/auth/flow.ts';
import { knownName } from '../../lambdas/auth/known-browser.ts';
import { type OpenedSignIn, type SignInNeeds, startSignIn } from '../../lambdas/auth/sign-in.ts';
import { answerCode, type CompletedSignIn, codeName, resendCode } from '../../lambdas/auth/sign-in-code.ts';
import { memoryStore, type Store } from '../fakes/memory-store.ts';
import { PASSWORD, repeatable, START } from './people.ts';
import { VISIT } from './sign-ins.ts';

export const KNOWN_SECONDS = 180 * 24 * 3600;

export interface Typed {
  readonly identifier?: string;
  readonly password?: string;
  readonly address?: string;
  readonly now?: number;
  /** Token by which the browser is known to the account that it names. */
  readonly known?: { readonly account: string; readonly token: string };
}

export interface Answered {
  readonly cookie?: FlowCookie | undefined;
  readonly flow?: string;
  readonly code?: string;
  readonly now?: number;
  readonly idempotencyKey?: string;
}

/** The rules of sign-in over the store in memory, with repeatable randomness. */
export interface Portal {
  readonly store: Store;
  readonly needs: SignInNeeds;
  signIn(typed?: Typed): Promise<OpenedSignIn>;
  /** The code that was sent last for that flow. */
  codeOf(flow: SignInFlow): string;
  answer(opened: OpenedSignIn, answered?: Answered): Promise<CompletedSignIn>;
  resend(opened: OpenedSignIn, now: number, channel?: Channel): Promise<SignInFlow>;
}

export async function portalWith(...accounts: readonly Account[]): Promise<Portal> {
  const store = memoryStore();
  for (const account of accounts) await store.settle(account);
  const needs: SignInNeeds = {
    store: store.signIn,
    keys: { current: 'k1', keys: { k1: 'a'.repeat(64) } },
    random: repeatable(),
    separateChannel: true,
  };
  const codeOf = (flow: SignInFlow) => deriveCode(needs.keys, codeName(flow)) ?? 'none';
  return {
    store,
    needs,
    codeOf,
    signIn: ({
      identifier = 'anna@example.org',
      password = PASSWORD,
      address = '192.0.2.7',
      now = START,
      known,
    } = {}) =>
      startSignIn(needs, {
        identifier,
        password,
        address,
        visit: { ...VISIT, at: now },
        knownToken: (name) => (known && name === knownName(needs.keys, known.account) ? known.token : undefined),
        now,
      }),
    answer: ({ cookie, flow }, { now = START + 1000, ...answered } = {}) =>
      answerCode(needs, {
        cookie,
        flow: flow.id,
        code: codeOf(flow),
        knownBrowserSeconds: KNOWN_SECONDS,
        now,
        ...answered,
      }),
    async resend({ cookie, flow }, now, channel = 'email') {
      return (await resendCode(needs, { cookie, flow: flow.id, channel, now })).flow;
    },
  };
}

/** A code that is not that one. */
export const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');
