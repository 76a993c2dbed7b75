import { channelsOf } from '../auth/account.ts';
import type { WaitingSignIn } from '../auth/code-sends.ts';
import { maskEmail, maskPhone } from '../notify/mask.ts';
import type { CodeStep } from './api.ts';

/** What the code page is told. It is reached only with the right password, so it may say where the code went. */
export function codeStep({ flow, account, delivery, resendAt }: WaitingSignIn, now: number): CodeStep {
  const secondsUntil = (at: number) => Math.max(0, Math.ceil((at - now) / 1000));
  return {
    step: 'code',
    flow: flow.id,
    channel: flow.channel,
    channels: channelsOf(account).map((channel) => ({
      channel,
      to: channel === 'sms' && account.phone ? maskPhone(account.phone.number) : maskEmail(account.email),
    })),
    delivery,
    codeEndsInSeconds: secondsUntil(flow.codeEndsAt),
    ...(resendAt !== undefined && { resendInSeconds: secondsUntil(resendAt) }),
    triesLeft: flow.triesLeft,
    flowEndsInSeconds: secondsUntil(flow.expiresAt),
  };
}
