import { brokenRules, checkPassword, type PasswordRule } from '../../lambdas/auth/password-policy.ts';
import { find } from './dom.ts';
import { acceptField, faultField, refuseField } from './field-error.ts';
import { words } from './new-password-words.ts';
import { judgeRules, ownerOf, type RefusedPassword } from './password-rules.ts';
import { ruleList } from './rule-list.ts';
import { enableToggle, noticeCapsLock } from './show-password.ts';

/** New Password with its rules, and Confirm Password. */
export interface NewPassword {
  /** Says whose password it will be: for password managers, and for what it must not hold. What was typed is kept. */
  begin(identifier: string): void;
  focus(): void;
  /** The new password; undefined, told under the fields, when it cannot be set. */
  read(): string | undefined;
  /** The server refused the password that was read. */
  refuse(rules: readonly PasswordRule[]): void;
  /** Leaves nothing of it in the page. */
  clear(): void;
}

const SENTENCES: Readonly<Partial<Record<PasswordRule, string>>> = words.refused;

/** What to say of a refused password: of the first rule that has words of its own, else that rules are not met. */
function refusalSentence(rules: readonly PasswordRule[]): string {
  return rules.map((rule) => SENTENCES[rule]).find((sentence) => sentence !== undefined) ?? words.notMet;
}

function confirmFault(password: string, again: string): string | undefined {
  if (again === password) return undefined;
  return again === '' ? words.missingAgain : words.mismatch;
}

/** Prepares the two fields. */
export function createNewPassword(): NewPassword {
  const identity = find('identity', HTMLInputElement);
  const password = find('new-password', HTMLInputElement);
  const again = find('confirm-password', HTMLInputElement);
  const rules = ruleList(words);
  const policy = rules.policy === 'modern' ? 'modern' : 'classic';
  const owner = () => ownerOf(identity.value, rules.portal);
  const hide = enableToggle(find('new-password-toggle', HTMLButtonElement), password, again);
  let refused: RefusedPassword | undefined;

  const show = () => rules.show(judgeRules(policy, password.value, owner(), refused));
  const refuse = (broken: readonly PasswordRule[]) => {
    refused = { password: password.value, rules: broken };
    show();
    refuseField(password, refusalSentence(broken));
  };
  password.addEventListener('input', () => {
    acceptField(password);
    if (again.value === password.value) acceptField(again);
    show();
    rules.speak();
  });
  again.addEventListener('input', () => acceptField(again));
  again.addEventListener('change', () => {
    if (again.value !== '' && again.value !== password.value) faultField(again, words.mismatch);
  });
  noticeCapsLock(password, 'new-password-caps-lock');
  noticeCapsLock(again, 'confirm-password-caps-lock');

  return {
    begin(identifier) {
      identity.value = identifier;
      show();
    },
    focus: () => password.focus(),
    read() {
      acceptField(password);
      acceptField(again);
      const broken = brokenRules(checkPassword(policy, password.value, owner()));
      const fault = confirmFault(password.value, again.value);
      // From the last to the first, so that the focus ends up in the first.
      if (fault !== undefined && password.value !== '') refuseField(again, fault);
      if (password.value === '') refuseField(password, words.missing);
      else if (broken.length > 0) refuse(broken);
      return broken.length === 0 && fault === undefined ? password.value : undefined;
    },
    refuse,
    clear() {
      password.value = '';
      again.value = '';
      refused = undefined;
      hide();
      show();
    },
  };
}
