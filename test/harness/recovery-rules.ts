import type { Account, Channel } from '../../lambdas/auth/account.ts';
import { deriveCode } from '../../lambdas/auth/codes.ts';
import type { RecoveryFlow } from '../../lambdas/auth/flow.ts';
import { resetCodeName } from '../../lambdas/auth/postage.ts';
import type { BegunRecovery, RecoveryNeeds } from '../../lambdas/auth/recovery.ts';
import { type CompletedRecovery, resendResetCode, setNewPassword } from '../../lambdas/auth/recovery-code.ts';
import type { StrangerRequest } from '../../lambdas/auth/stranger.ts';
import { START } from './people.ts';
import { KNOWN_SECONDS, type Portal, portalWith } from './rules.ts';
import { VISIT } from './sign-ins.ts';

export const NEW_PASSWORD = 'WaterLinie-1672';

/** The rules of recovery over the store in memory, beside those of sign-in. */
export interface Recoveries extends Portal {
  readonly recovery: RecoveryNeeds;
  stranger(given?: Partial<StrangerRequest>): StrangerRequest;
  resetCodeOf(flow: RecoveryFlow): string;
  set(
    begun: BegunRecovery,
    given?: { code?: string; password?: string; now?: number; idempotencyKey?: string },
  ): Promise<CompletedRecovery>;
  sendAgain(begun: BegunRecovery, now: number, channel?: Channel): Promise<RecoveryFlow>;
}

export async function recoveriesWith(...accounts: readonly Account[]): Promise<Recoveries> {
  const portal = await portalWith(...accounts);
  const { keys, random } = portal.needs;
  const recovery: RecoveryNeeds = { store: portal.store.recovery, keys, random };
  const resetCodeOf = (flow: RecoveryFlow) => deriveCode(keys, resetCodeName(flow)) ?? 'none';
  return {
    ...portal,
    recovery,
    resetCodeOf,
    stranger: (given = {}) => ({
      identifier: 'anna@example.org',
      address: '192.0.2.7',
      visit: { ...VISIT, at: given.now ?? START },
      knownToken: () => undefined,
      now: START,
      ...given,
    }),
    set: ({ cookie, flow }, given = {}) =>
      setNewPassword(recovery, {
        policy: 'classic',
        portalName: 'Example Org',
        cookie,
        flow: flow.id,
        code: resetCodeOf(flow),
        password: NEW_PASSWORD,
        knownBrowserSeconds: KNOWN_SECONDS,
        now: START + 1000,
        ...given,
      }),
    sendAgain: ({ cookie, flow }, now, channel = 'email') =>
      resendResetCode(recovery, { cookie, flow: flow.id, channel, knownToken: () => undefined, now }),
  };
}
