import type { Account } from '../auth/account.ts';
import type { WaitingCode, WaitingSignIn } from '../auth/code-sends.ts';
import type { ConfirmationFlow, RecoveryFlow, SignInFlow } from '../auth/flow.ts';
import { resetResendAt } from '../auth/postage.ts';
import { maskEmail, maskPhone } from '../notify/mask.ts';
import type { CodeStep, ConfirmedStep, NewPasswordStep, OwnAccount, ResetStep } from './answers/steps.ts';

const secondsUntil = (at: number, now: number) => Math.max(0, Math.ceil((at - now) / 1000));

/** What the code page is told. It is reached only with the right password, so it may say where the code went. */
export function codeStep<F extends SignInFlow | ConfirmationFlow>(
  { flow, account, channels, delivery, resendAt }: WaitingCode<F>,
  now: number,
): CodeStep {
  return {
    step: 'code',
    flow: flow.id,
    channel: flow.channel,
    channels: channels.map((channel) => ({
      channel,
      to: channel === 'sms' && account.phone ? maskPhone(account.phone.number) : maskEmail(account.email),
    })),
    delivery,
    codeEndsInSeconds: secondsUntil(flow.codeEndsAt, now),
    ...(resendAt !== undefined && { resendInSeconds: secondsUntil(resendAt, now) }),
    triesLeft: flow.triesLeft,
    flowEndsInSeconds: secondsUntil(flow.expiresAt, now),
  };
}

/** Where a sign-in goes on after its password. */
export function signInStep(waiting: WaitingSignIn, now: number): CodeStep | NewPasswordStep {
  const { flow } = waiting;
  if (!flow.mustReplace) return codeStep(waiting, now);
  return { step: 'new-password', flow: flow.id, flowEndsInSeconds: secondsUntil(flow.expiresAt, now) };
}

/** What the Reset Password page is told: the same for everybody. */
export function resetStep(flow: RecoveryFlow, now: number): ResetStep {
  const resendAt = resetResendAt(flow);
  return {
    step: 'reset-code',
    flow: flow.id,
    codeEndsInSeconds: secondsUntil(flow.codeEndsAt, now),
    ...(resendAt !== undefined && { resendInSeconds: secondsUntil(resendAt, now) }),
    triesLeft: flow.triesLeft,
    flowEndsInSeconds: secondsUntil(flow.expiresAt, now),
  };
}

export const confirmedStep = ({ id, confirmed }: ConfirmationFlow, now: number): ConfirmedStep => ({
  step: 'confirmed',
  flow: id,
  confirmedForSeconds: secondsUntil(confirmed?.until ?? 0, now),
});

/** What an account holds, for its owner. */
export function ownAccount({ name, email, username, phone, locale, channel }: Account): OwnAccount {
  return {
    name,
    email,
    ...(username !== undefined && { username }),
    ...(phone && { phone: { number: phone.number, verified: phone.verified === true } }),
    locale,
    channel,
  };
}
