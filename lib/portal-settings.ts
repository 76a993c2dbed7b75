import type { Settings } from '../lambdas/settings.ts';
import type { ResolvedOptions } from './config.ts';

/** What the functions need to know of the options, in their units. */
export function toSettings(options: ResolvedOptions): Settings {
  const { name, supportAddress, senderAddress, smsSenderId, smsPerDay } = options;
  const { passwordPolicy, recovery, recoverySeparateChannel } = options;
  return {
    name,
    accent: options.accent.light,
    identifiers: [...options.identifiers],
    locales: [...options.locales],
    supportAddress,
    senderAddress,
    ...(smsSenderId === undefined ? {} : { smsSenderId }),
    smsCountries: [...options.smsCountries],
    smsPerDay,
    passwordPolicy,
    recovery,
    recoverySeparateChannel,
    approvalMatch: options.approvalMatch,
    approvalUsernameFirst: options.approvalUsernameFirst,
    sessionIdleSeconds: options.sessionIdleMinutes * 60,
    sessionAbsoluteSeconds: options.sessionAbsoluteHours * 3600,
    knownBrowserSeconds: options.knownBrowserDays * 86_400,
    auditSeconds: options.auditDays * 86_400,
  };
}
