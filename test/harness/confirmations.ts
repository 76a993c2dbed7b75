import type { Account } from '../../lambdas/auth/account.ts';
import type { ConfirmedChange } from '../../lambdas/auth/confirmation-store.ts';
import type { ConfirmationFlow } from '../../lambdas/auth/flow.ts';
import { notMeOf } from '../../lambdas/auth/not-me.ts';
import type { Session } from '../../lambdas/auth/session.ts';
import type { Store } from '../fakes/memory-store.ts';
import { idOf, START } from './people.ts';
import { flowOf, openingOf, redemptionOf, VISIT } from './sign-ins.ts';

let made = 0;
const next = (kind: string): string => {
  made += 1;
  return idOf(`${kind}-${made}-`);
};

/** A browser that signed in a second ago. */
export async function signedIn({ signIn }: Store, account: Account): Promise<Session> {
  const flow = flowOf(account);
  const redemption = redemptionOf(flow);
  await signIn.open(openingOf(account, flow));
  if ((await signIn.redeem(redemption)) !== 'redeemed') throw new Error('Not signed in.');
  return redemption.session;
}

/** A confirmation of that session, whose code is on its way. */
export const confirmationOf = (
  session: Session,
  action: ConfirmationFlow['action'],
  given: Partial<ConfirmationFlow> = {},
): ConfirmationFlow => ({
  id: next('confirmation'),
  kind: 'confirmation',
  action,
  status: 'open',
  secretHash: 'hash-of-the-cookie',
  account: session.account,
  session: session.token,
  epoch: session.epoch,
  expiresAt: START + 20 * 60_000,
  keyId: 'k1',
  counter: 1,
  channel: 'email',
  codeEndsAt: START + 5 * 60_000,
  triesLeft: 5,
  message: next('own-message'),
  tally: { subject: session.account },
  visit: { ...VISIT, at: START + 2000 },
  ...given,
});

export const CONFIRMED = { until: START + 300_000, counter: 1 };

/** What a confirmed flow makes of the account. */
export function changeOf(
  flow: ConfirmationFlow,
  account: Account,
  session: Session,
  change: ConfirmedChange['change'],
): ConfirmedChange {
  const at = START + 10_000;
  const newEpoch = next('new-epoch');
  return {
    flow,
    account,
    change,
    newEpoch,
    session: { ...session, token: next('new-token'), epoch: newEpoch, flow: flow.id, usedAt: at },
    notice: next('told'),
    notMe: notMeOf(account, at),
    visit: { ...VISIT, at },
  };
}
