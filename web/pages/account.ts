import { words as allWords } from '../../locales/pages/words.ts';
import { renderCode } from './code.ts';
import { renderCapsLock, renderIdentity, renderNewPassword, renderToggle } from './fields.ts';
import { type Html, html, jsonBlock } from './html.ts';
import { renderOwnData } from './own-data.ts';
import type { Page, PageContext } from './page.ts';
import { renderPhoneWait } from './phone-wait.ts';
import { type PortalPage, renderPortalHead, renderPortalMessage } from './portal-frame.ts';

/** The way back from a step of a change. */
export const cancel = ({ words }: PageContext): Html =>
  html`<p class="links"><button type="button" class="link" data-cancel>${words.confirmation.cancel}</button></p>`;

/** Password, then code: the same for whatever has to be confirmed. */
function renderConfirmation(context: PageContext): Html {
  const { confirmation, phonesPage, signIn } = context.words;
  return html`<section class="panel steps" id="confirm" aria-labelledby="confirm-heading" hidden>
<h1 id="confirm-heading" tabindex="-1">${confirmation.heading}</h1>
<p class="message" id="confirm-message" hidden></p>
<p>${confirmation.text}</p>
<form class="step" id="confirm-form" method="dialog" novalidate>
<input class="unseen" id="confirm-identity" name="username" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" readonly>
<div class="field">
<label for="password">${signIn.password}</label>
<div class="with-toggle">
<input id="password" name="password" type="password" autocomplete="current-password" aria-describedby="password-error caps-lock" required>
${renderToggle(context, 'password-toggle', 'password')}
</div>
<p class="error" id="password-error" hidden></p>
${renderCapsLock(context, 'caps-lock')}
</div>
<button class="button" id="confirm-submit"><span>${signIn.submit}</span></button>
</form>
<button type="button" class="button button-other" id="confirm-by-phone" hidden><span>${phonesPage.byPhone}</span></button>
${cancel(context)}
</section>
<section class="panel steps" id="phone-confirm" aria-labelledby="phone-confirm-heading" hidden>
<h1 id="phone-confirm-heading" tabindex="-1">${phonesPage.byPhoneHeading}</h1>
${renderPhoneWait(context)}
${cancel(context)}
</section>
<div class="panel steps" id="code-panel" hidden>${renderCode(context, html``)}${cancel(context)}</div>`;
}

function fact(label: string, id: string, actions: Html): Html {
  return html`<div><dt>${label}</dt><dd id="own-${id}"> </dd>${actions}</div>`;
}

const action = (id: string, label: string, of: string): Html =>
  html`<dd class="links"><button type="button" class="link" id="${id}" aria-label="${`${of}: ${label}`}">${label}</button></dd>`;

function renderContact({ config, words: { account } }: PageContext): Html {
  const hasPhones = config.smsCountries.length > 0;
  return html`<section class="panel" aria-labelledby="contact-heading">
<h2 id="contact-heading">${account.contact}</h2>
<dl class="facts">
${fact(account.name, 'name', html``)}
${config.identifiers.includes('username') && fact(account.username, 'username', html``)}
${fact(account.email, 'email', action('change-email', account.change, account.email))}
${hasPhones && fact(account.phone, 'phone', html`${action('change-phone', account.change, account.phone)}${action('remove-phone', account.remove, account.phone)}`)}
</dl>
</section>`;
}

function renderPreferences({ config, words: { account } }: PageContext): Html {
  const languages = config.locales.map(
    (tag) => html`<option value="${tag}" lang="${tag}">${allWords[tag].language}</option>`,
  );
  const channel = html`<div class="field" id="channel-field" hidden>
<label for="channel">${account.channel}</label>
<select id="channel"><option value="email">${account.byEmail}</option><option value="sms">${account.bySms}</option></select>
</div>`;
  return html`<section class="panel" aria-labelledby="preferences-heading">
<h2 id="preferences-heading">${account.preferences}</h2>
<div class="field">
<label for="language">${account.language}</label>
<select id="language">${languages}</select>
</div>
${channel}
</section>`;
}

/** A new address or number, behind the confirmation. */
function renderNaming(context: PageContext, kind: 'email' | 'phone'): Html {
  const { account, signIn } = context.words;
  const [heading, text, label] =
    kind === 'email'
      ? [account.emailHeading, account.emailText, account.newEmail]
      : [account.phoneHeading, account.phoneText, account.newPhone];
  const [type, autocomplete] = kind === 'email' ? (['text', 'email'] as const) : (['tel', 'tel'] as const);
  const help = kind === 'phone' && html`<p class="help" id="new-phone-help">${account.phoneHelp}</p>`;
  return html`<section class="panel steps" id="name-${kind}" aria-labelledby="name-${kind}-heading" hidden>
<h1 id="name-${kind}-heading" tabindex="-1">${heading}</h1>
<p class="message" id="name-${kind}-message" hidden></p>
<p>${text}</p>
<form class="step" id="name-${kind}-form" method="dialog" novalidate>
<div class="field">
<label for="new-${kind}">${label}</label>
<input id="new-${kind}" name="${kind}" type="${type}" autocomplete="${autocomplete}" autocapitalize="none" autocorrect="off" spellcheck="false" inputmode="${kind === 'email' ? 'email' : 'tel'}" aria-describedby="new-${kind}-error${kind === 'phone' && ' new-phone-help'}" required>
<p class="error" id="new-${kind}-error" hidden></p>
${help}
</div>
<button class="button" id="name-${kind}-submit"><span>${signIn.submit}</span></button>
</form>
${cancel(context)}
</section>`;
}

interface Own {
  readonly here: Extract<PortalPage, 'account' | 'phones' | 'security'>;
  readonly title: string;
  readonly overview: Html;
  readonly steps: Html;
  /** What only this page's script says. */
  readonly words?: Readonly<Record<string, unknown>>;
}

/** A page about one's own account: what there is, and in its place the steps of a change. */
export function ownPage(context: PageContext, { here, title, overview, steps, words: own }: Own): Page {
  const { words } = context;
  const { portalScript: portal, formScript: form, newPasswordScript: newPassword, changeScript: change } = words;
  const ownData = here === 'security' ? words.ownDataScript : undefined;
  const signIn = { ...words.signInScript, noSendsLeft: change.noSendsLeft, triesGone: change.triesGone };
  const problems = { ...words.problems, ...words.phoneProblems, ...words.changeProblems };
  const phone = { wait: words.phoneWait, pictures: words.pictures };
  return {
    title,
    script: here,
    style: 'desk',
    ownLanguages: true,
    content: html`${renderPortalHead(context, here)}
<main class="desk" id="portal" data-known="false" aria-busy="true">
<noscript><p class="message message-bad">${words.common.noScript}</p></noscript>
${renderPortalMessage(context)}
<div id="overview">
<h1 id="welcome" tabindex="-1">${title}</h1>
<p class="message" id="overview-message" hidden></p>
${overview}
</div>
${renderConfirmation(context)}
${steps}
</main>
${jsonBlock('words', { portal, form, newPassword, change, signIn, problems, phone, ownData, ...own })}`,
  };
}

/** Who one is to the portal, and how one is reached. */
export function accountPage(context: PageContext): Page {
  const overview = html`${renderContact(context)}${renderPreferences(context)}`;
  const steps = html`${renderNaming(context, 'email')}${renderNaming(context, 'phone')}`;
  return ownPage(context, { here: 'account', title: context.words.account.title, overview, steps });
}

/** How one gets in. */
export function securityPage(context: PageContext): Page {
  const { security, signIn, phonesPage } = context.words;
  const overview = html`<section class="panel" aria-labelledby="password-heading">
<h2 id="password-heading">${security.password}</h2>
<p>${security.passwordText}</p>
<button type="button" class="button button-quiet" id="change-password"><span>${security.changePassword}</span></button>
</section>
<section class="panel" aria-labelledby="phones-heading">
<h2 id="phones-heading">${phonesPage.title}</h2>
<p>${phonesPage.text}</p>
<p class="links"><a href="/portal/phones/">${phonesPage.yours}</a></p>
</section>
${renderOwnData(context)}`;
  const steps = html`<section class="panel steps" id="new-password-step" aria-labelledby="new-password-heading" hidden>
<h1 id="new-password-heading" tabindex="-1">${signIn.newPasswordHeading}</h1>
<p class="message" id="new-password-message" hidden></p>
<form class="step" id="new-password-form" method="dialog" novalidate>
${renderIdentity()}
${renderNewPassword(context, 'next')}
<button class="button" id="new-password-submit"><span>${signIn.apply}</span></button>
</form>
${cancel(context)}
</section>`;
  return ownPage(context, { here: 'security', title: security.title, overview, steps });
}
