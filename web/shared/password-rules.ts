import {
  checkPassword,
  type Owner,
  type PasswordPolicy,
  type PasswordRule,
} from '../../lambdas/auth/password-policy.ts';

/** `open`: not met yet, and nobody has asked; `broken`: refused for this rule. */
export type RuleState = 'open' | 'met' | 'broken';

/** A password that was refused, and for which rules. */
export interface RefusedPassword {
  readonly password: string;
  readonly rules: readonly PasswordRule[];
}

/** What a page knows of the owner: what they typed to say who they are. The server knows more, and checks it. */
export function ownerOf(identifier: string, portal: string): Owner {
  return identifier.includes('@')
    ? { name: '', email: identifier, portal }
    : { name: '', email: '', username: identifier, portal };
}

/** Rules that a password meets by growing; the others it breaks at once or not at all, as far as a page can tell. */
const GROWS_INTO: readonly PasswordRule[] = ['length', 'three-kinds', 'two-of-each'];

/** How a password stands to each rule while it is being typed: nothing is called broken that may still become good. */
export function judgeRules(
  policy: PasswordPolicy,
  password: string,
  owner: Owner,
  refused: RefusedPassword | undefined,
): ReadonlyMap<PasswordRule, RuleState> {
  const states = new Map<PasswordRule, RuleState>();
  for (const { rule, met } of checkPassword(policy, password, owner)) {
    const grows = GROWS_INTO.includes(rule);
    states.set(rule, met ? (grows ? 'met' : 'open') : grows ? 'open' : 'broken');
  }
  if (refused?.password === password) for (const rule of refused.rules) states.set(rule, 'broken');
  return states;
}
