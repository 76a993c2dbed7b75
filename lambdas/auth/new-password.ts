import type { Account } from './account.ts';
import { isCommonPassword } from './common-password.ts';
import { brokenRules, checkPassword, type Owner, type PasswordPolicy } from './password-policy.ts';
import { verifyPassword } from './passwords.ts';
import { Refusal } from './refusal.ts';

/** What new passwords have to be. */
export interface PasswordRules {
  readonly policy: PasswordPolicy;
  /** Not to be part of a password. */
  readonly portalName: string;
}

/** Refuses with `password-refused` and the rules broken, as far as they hold for anybody's password. */
export function refuseBroken(
  { policy, portalName }: PasswordRules,
  password: string,
  owner?: Omit<Owner, 'portal'>,
): void {
  const whose = { name: '', email: '', ...owner, portal: portalName };
  const rules = brokenRules(checkPassword(policy, password, whose, isCommonPassword));
  if (rules.length > 0) throw new Refusal('password-refused', { rules });
}

/** As `refuseBroken`, for this account: nothing of its own names, and not the password that it has. */
export function refuseUnfit(rules: PasswordRules, password: string, account: Account): void {
  refuseBroken(rules, password, account);
  if (account.passwordHash && verifyPassword(password, account.passwordHash)) {
    throw new Refusal('password-refused', { rules: ['not-current'] });
  }
}
