import { renderBrand } from './brand.ts';
import { renderCode } from './code.ts';
import {
  renderCapsLock,
  renderIdentifierField,
  renderIdentity,
  renderNewPassword,
  renderPill,
  renderToggle,
} from './fields.ts';
import { renderHelp } from './help.ts';
import { type Html, html, jsonBlock } from './html.ts';
import { renderNotices } from './notices.ts';
import { type Page, type PageContext, renderCard } from './page.ts';
import { renderPhonePanel } from './phone-panel.ts';

function renderMethods({ words: { signIn } }: PageContext): Html {
  return html`<div class="methods" role="tablist" aria-label="${signIn.methods}">
<button type="button" role="tab" id="mobile-tab" aria-controls="mobile-panel" aria-selected="false" tabindex="-1">${signIn.personalMobile}</button>
<button type="button" role="tab" id="password-tab" aria-controls="password-panel" aria-selected="true">${signIn.emailAndPassword}</button>
</div>`;
}

/** Told with a refusal, where people have temporary passwords: one that has expired is no dead end. */
function renderTemporaryHint({ config, words: { signIn } }: PageContext): Html {
  if (config.recovery !== 'temporary-password') return html``;
  return html`<p class="help" id="temporary-hint"><span hidden>${signIn.temporaryPassword} <a href="/recovery/">${signIn.sendTemporaryPassword}</a></span></p>`;
}

function renderPasswordField(context: PageContext): Html {
  const { config, words } = context;
  const temporary = config.recovery === 'temporary-password' && ' temporary-hint';
  return html`<div class="field">
<label for="password">${words.signIn.password}</label>
<div class="with-toggle">
<input id="password" name="password" type="password" autocomplete="current-password" aria-describedby="password-error${temporary} caps-lock" required>
${renderToggle(context, 'password-toggle', 'password')}
</div>
<p class="error" id="password-error" hidden></p>
${renderTemporaryHint(context)}
${renderCapsLock(context, 'caps-lock')}
</div>`;
}

function renderStart(context: PageContext): Html {
  const { config, words } = context;
  const forgotUsername =
    config.identifiers.includes('username') && html`<a href="/recovery/username/">${words.signIn.forgotUsername}</a>`;
  // method="dialog" outside of a dialog does nothing: before the script runs, Enter cannot put a password into an address.
  return html`<section id="start" aria-labelledby="start-heading">
<h1 id="start-heading" tabindex="-1">${words.signIn.heading}</h1>
<p class="message" id="start-message" hidden></p>
${renderMethods(context)}
<div role="tabpanel" id="password-panel" aria-labelledby="password-tab">
<form id="start-form" method="dialog" novalidate>
${renderIdentifierField(context, 'username webauthn')}
${renderPasswordField(context)}
<button class="button" id="start-submit" disabled><span>${words.signIn.signIn}</span></button>
</form>
<p class="links"><a href="/recovery/">${words.signIn.forgotPassword}</a>${forgotUsername}</p>
${renderHelp(context, 'sign-in')}
</div>
${renderPhonePanel(context)}
</section>`;
}

/** For who signed in with a temporary password, before the code. */
function renderReplacement(context: PageContext): Html {
  const { signIn } = context.words;
  return html`<section id="new-password-step" aria-labelledby="new-password-heading" hidden>
<h1 id="new-password-heading" tabindex="-1">${signIn.newPasswordHeading}</h1>
${renderPill('leave-new-password')}
<p class="message" id="new-password-message" hidden></p>
<p>${signIn.newPasswordText}</p>
<form class="step" id="new-password-form" method="dialog" novalidate>
${renderIdentity()}
${renderNewPassword(context, 'next')}
<button class="button" id="new-password-submit"><span>${signIn.apply}</span></button>
</form>
</section>`;
}

/** The sign-in page: choice of method, identifier and password, then the code, without leaving the page. */
export function signInPage(context: PageContext): Page {
  const { config, words } = context;
  const { signInScript: signIn, formScript: form, newPasswordScript: newPassword, problems } = words;
  const codeHelp = html`${renderHelp(context, 'one-time-code')}${renderHelp(context, 'code-missing')}`;
  const content = html`${renderStart(context)}${renderReplacement(context)}${renderCode(context, renderPill('change-identifier'), codeHelp)}`;
  return {
    title: words.signIn.heading,
    script: 'sign-in',
    content: html`${renderCard(renderBrand(config), content, words.common.noScript, renderNotices(context))}
${jsonBlock('words', { signIn, form, newPassword, notices: words.notices, problems })}`,
  };
}
