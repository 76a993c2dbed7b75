import { LENGTHS, type PasswordRule } from '../../lambdas/auth/password-policy.ts';
import { fill } from '../shared/format.ts';
import { type Html, html } from './html.ts';
import { eye, eyeClosed, pencil } from './icons.ts';
import type { PageContext } from './page.ts';
import type { PageConfig } from './page-config.ts';

function identifierKind({ identifiers }: PageConfig): 'email' | 'username' | 'both' {
  if (identifiers.length > 1) return 'both';
  return identifiers.includes('username') ? 'username' : 'email';
}

/** Who somebody is, in the ways that this deployment knows. */
export function renderIdentifierField(
  { config, words: { signIn } }: PageContext,
  autocomplete: 'username' | 'username webauthn',
): Html {
  const kind = identifierKind(config);
  const keyboard = kind !== 'username' && html` inputmode="email"`;
  return html`<div class="field">
<label for="identifier">${signIn.userName}</label>
<input id="identifier" name="username" type="text" autocomplete="${autocomplete}" autocapitalize="none" autocorrect="off" spellcheck="false"${keyboard} aria-describedby="identifier-help identifier-error" required autofocus>
<p class="help" id="identifier-help">${signIn.userNameHelp[kind]}</p>
<p class="error" id="identifier-error" hidden></p>
</div>`;
}

/** The e-mail address of an account, and nothing else. */
export function renderAddressField({ words: { recovery } }: PageContext): Html {
  return html`<div class="field">
<label for="identifier">${recovery.emailAddress}</label>
<input id="identifier" name="email" type="text" autocomplete="email" autocapitalize="none" autocorrect="off" spellcheck="false" inputmode="email" aria-describedby="identifier-error" required autofocus>
<p class="error" id="identifier-error" hidden></p>
</div>`;
}

/** What was typed to say who somebody is, on later steps; a press goes back to change it. */
export function renderPill(id: string): Html {
  return html`<button type="button" class="pill" id="${id}"><span></span>${pencil}</button>`;
}

/** The hint that Caps Lock is on, for the field that names it as its description. */
export function renderCapsLock({ words: { signIn } }: PageContext, id: string): Html {
  return html`<p class="help caps-lock" id="${id}" role="status"><span hidden>${signIn.capsLock}</span></p>`;
}

/** Shows and hides what is in password fields. */
export function renderToggle({ words: { formScript } }: PageContext, id: string, controls: string): Html {
  return html`<button type="button" class="toggle" id="${id}" aria-controls="${controls}" aria-label="${formScript.showPassword}">${eye}${eyeClosed}</button>`;
}

/** Rules that are always listed, by policy; the others appear when a password was refused for them. */
const LISTED = { classic: ['length', 'three-kinds', 'two-of-each'], modern: ['length'] } as const;
const LISTED_WHEN_BROKEN = ['characters', 'not-own', 'not-current', 'not-common'] as const;

function renderRules({ config, words: { newPassword } }: PageContext): Html {
  const { passwordPolicy: policy, name } = config;
  const renderRule = (rule: PasswordRule, listed: string) => {
    const text = fill(newPassword.rules[rule], LENGTHS[policy]);
    const hidden = listed === 'when-broken' && html` hidden`;
    return html`<li data-rule="${rule}" data-listed="${listed}" data-state="open"${hidden}><span class="unseen"></span> <span class="rule">${text}</span></li>`;
  };
  return html`<ul class="rules" id="rules" data-policy="${policy}" data-portal="${name}">
${LISTED[policy].map((rule) => renderRule(rule, 'always'))}
${LISTED_WHEN_BROKEN.map((rule) => renderRule(rule, 'when-broken'))}
</ul>`;
}

/** What a password manager needs to know to make one up that is good at once. */
const GENERATOR_RULES = {
  classic: 'minlength: 17; maxlength: 17; required: lower; required: upper; required: digit',
  modern: 'minlength: 20; maxlength: 256',
} as const;

/** First in a form with a new password: tells password managers whose it will be. */
export function renderIdentity(): Html {
  return html`<input class="unseen" id="identity" name="username" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" readonly>`;
}

/** New Password with its rules, and Confirm Password. `whose`: `first` where there is no password yet. */
export function renderNewPassword(context: PageContext, whose: 'first' | 'next'): Html {
  const { newPassword } = context.words;
  return html`<div class="field">
<label for="new-password">${newPassword.newPassword}</label>
<div class="with-toggle">
<input id="new-password" name="new-password" type="password" autocomplete="new-password" passwordrules="${GENERATOR_RULES[context.config.passwordPolicy]}" aria-describedby="new-password-error rules checked-later new-password-caps-lock" required>
${renderToggle(context, 'new-password-toggle', 'new-password confirm-password')}
</div>
<p class="error" id="new-password-error" hidden></p>
${renderCapsLock(context, 'new-password-caps-lock')}
${renderRules(context)}
<p class="help" id="checked-later">${newPassword.checkedLater[whose]}</p>
<p class="unseen" id="rules-status" role="status"></p>
</div>
<div class="field">
<label for="confirm-password">${newPassword.confirmPassword}</label>
<input id="confirm-password" name="confirm-password" type="password" autocomplete="new-password" aria-describedby="confirm-password-error confirm-password-caps-lock" required>
<p class="error" id="confirm-password-error" hidden></p>
${renderCapsLock(context, 'confirm-password-caps-lock')}
</div>`;
}
