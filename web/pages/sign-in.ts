import { renderBrand } from './brand.ts';
import { type Html, html, jsonBlock } from './html.ts';
import { eye, eyeClosed, pencil, phone } from './icons.ts';
import { type Page, type PageContext, renderCard } from './page.ts';
import type { PageConfig } from './page-config.ts';

function identifierKind({ identifiers }: PageConfig): 'email' | 'username' | 'both' {
  if (identifiers.length > 1) return 'both';
  return identifiers.includes('username') ? 'username' : 'email';
}

function renderMethods({ words: { signIn } }: PageContext): Html {
  return html`<div class="methods" role="tablist" aria-label="${signIn.methods}">
<button type="button" role="tab" id="mobile-tab" aria-controls="mobile-panel" aria-selected="false" tabindex="-1">${signIn.personalMobile}</button>
<button type="button" role="tab" id="password-tab" aria-controls="password-panel" aria-selected="true">${signIn.emailAndPassword}</button>
</div>`;
}

function renderMobilePanel({ words: { signIn } }: PageContext): Html {
  return html`<div class="coming" role="tabpanel" id="mobile-panel" aria-labelledby="mobile-tab" hidden>
${phone}
<p><strong>${signIn.mobileComing}</strong></p>
<p class="help">${signIn.mobileComingHelp}</p>
<button type="button" class="button button-quiet" id="use-password">${signIn.usePassword}</button>
</div>`;
}

function renderIdentifierField({ config, words: { signIn } }: PageContext): Html {
  const kind = identifierKind(config);
  const keyboard = kind !== 'username' && html` inputmode="email"`;
  return html`<div class="field">
<label for="identifier">${signIn.userName}</label>
<input id="identifier" name="username" type="text" autocomplete="username webauthn" autocapitalize="none" autocorrect="off" spellcheck="false"${keyboard} aria-describedby="identifier-help identifier-error" required autofocus>
<p class="help" id="identifier-help">${signIn.userNameHelp[kind]}</p>
<p class="error" id="identifier-error" hidden></p>
</div>`;
}

function renderPasswordField({ words: { signIn, signInScript } }: PageContext): Html {
  return html`<div class="field">
<label for="password">${signIn.password}</label>
<div class="with-toggle">
<input id="password" name="password" type="password" autocomplete="current-password" aria-describedby="password-error caps-lock" required>
<button type="button" class="toggle" id="password-toggle" aria-controls="password" aria-label="${signInScript.showPassword}">${eye}${eyeClosed}</button>
</div>
<p class="error" id="password-error" hidden></p>
<p class="help caps-lock" id="caps-lock" role="status"><span hidden>${signIn.capsLock}</span></p>
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
${renderIdentifierField(context)}
${renderPasswordField(context)}
<button class="button" id="start-submit"><span>${words.signIn.signIn}</span></button>
</form>
<p class="links"><a href="/recovery/">${words.signIn.forgotPassword}</a>${forgotUsername}</p>
</div>
${renderMobilePanel(context)}
</section>`;
}

function renderCode({ words: { signIn, signInScript } }: PageContext): Html {
  return html`<section id="code-step" aria-labelledby="code-heading" hidden>
<h1 id="code-heading" tabindex="-1">${signIn.codeHeading}</h1>
<button type="button" class="pill" id="change-identifier"><span id="code-identifier"></span>${pencil}</button>
<p class="message" id="code-message" hidden></p>
<p id="sent-to"></p>
<form id="code-form" method="dialog" novalidate>
<div class="field">
<label for="code">${signIn.code}</label>
<input class="code" id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" autocorrect="off" spellcheck="false" aria-describedby="sent-to code-error time-left" required>
<p class="error" id="code-error" hidden></p>
<p class="help" id="time-left"><span></span> <button type="button" class="link" id="send-new-one" hidden>${signIn.sendNewOne}</button></p>
</div>
<button class="button" id="code-submit"><span>${signIn.submit}</span></button>
</form>
<p class="links"><button type="button" class="link" id="resend">${signInScript.resend}</button><button type="button" class="link" id="other-way" hidden></button><button type="button" class="link" id="start-again" hidden>${signIn.startAgain}</button></p>
</section>`;
}

/** The sign-in page: choice of method, identifier and password, then the code, without leaving the page. */
export function signInPage(context: PageContext): Page {
  const { config, words } = context;
  const content = html`${renderStart(context)}${renderCode(context)}`;
  return {
    title: words.signIn.heading,
    script: 'sign-in',
    content: html`${renderCard(renderBrand(config), content, words.common.noScript)}
${jsonBlock('words', { signIn: words.signInScript, problems: words.problems })}`,
  };
}
