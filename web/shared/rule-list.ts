import type { PasswordRule } from '../../lambdas/auth/password-policy.ts';
import { find, say, within } from './dom.ts';
import { fill } from './format.ts';
import type { NewPasswordWords } from './new-password-words.ts';
import type { RuleState } from './password-rules.ts';

/** After a pause in typing, what is still to meet is spoken: not at every key. */
const SPEAK_AFTER_MILLISECONDS = 1200;

/** The rules below the field, each with whether it is met. */
export interface RuleList {
  readonly policy: string | undefined;
  readonly portal: string;
  show(states: ReadonlyMap<PasswordRule, RuleState>): void;
  /** Has a screen reader say, after a pause, what is still to meet. */
  speak(): void;
}

/** The list of rules on this page. */
export function ruleList(words: NewPasswordWords): RuleList {
  const list = find('rules', HTMLUListElement);
  const status = find('rules-status', HTMLElement);
  const items = [...list.querySelectorAll('li')];
  const spoken: Readonly<Record<string, string>> = { met: words.ruleMet, broken: words.ruleBroken };
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (item: HTMLLIElement, state: string) => {
    item.dataset.state = state;
    within(item, '.unseen', HTMLElement).textContent = spoken[state] ?? '';
    // What only a refusal tells is not listed before.
    item.hidden = item.dataset.listed === 'when-broken' && state !== 'broken';
  };
  const unmet = () => items.filter((item) => !item.hidden && item.dataset.state !== 'met');
  const sentence = () => {
    const rules = unmet().map((item) => within(item, '.rule', HTMLElement).textContent ?? '');
    return rules.length === 0 ? words.allMet : fill(words.stillToMeet, { rules: rules.join('; ') });
  };
  return {
    policy: list.dataset.policy,
    portal: list.dataset.portal ?? '',
    show(states) {
      const byName = new Map<string, RuleState>(states);
      for (const item of items) show(item, byName.get(item.dataset.rule ?? '') ?? 'open');
    },
    speak() {
      clearTimeout(timer);
      timer = setTimeout(() => say(status, sentence()), SPEAK_AFTER_MILLISECONDS);
    },
  };
}
