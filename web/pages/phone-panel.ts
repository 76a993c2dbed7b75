import { renderHelp } from './help.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './page.ts';
import { renderPhoneWait } from './phone-wait.ts';

/**
 * Personal Mobile on the sign-in page: script, style and words come when it is chosen, so that who types a password does
 * not wait for them. The field for the user name is the one of the page: it moves in here.
 */
export function renderPhonePanel(context: PageContext): Html {
  const { assets, config, locale } = context;
  const { signIn, signInPhone: words } = context.words;
  const form = html`<form id="phone-form" method="dialog" novalidate>
<p class="or" aria-hidden="true"><span>${words.or}</span></p>
<button class="button" id="phone-submit"><span>${signIn.signIn}</span></button>
</form>`;
  return html`<div role="tabpanel" id="mobile-panel" aria-labelledby="mobile-tab" data-script="${assets.scripts['phone-sign-in']}" data-style="${assets.styles.phone}" data-words="${assets.phoneWords[locale]}" hidden>
<p class="message" id="phone-message" hidden></p>
<a class="button button-other" id="phone-here" href="/mobile/#here">${words.useHere}</a>
${renderPhoneWait(context)}
<div class="qr-part" id="phone-qr-part">
<div class="qr" role="img" aria-label="${words.qrName}" id="phone-qr"></div>
<button type="button" class="button button-quiet" id="phone-new-qr" hidden><span>${words.newCode}</span></button>
<p class="help" id="phone-qr-help">${words.scan}</p>
</div>
${config.approvalUsernameFirst === 'off' ? undefined : form}
${renderHelp(context, 'personal-mobile')}${renderHelp(context, 'phone-lost')}
</div>`;
}
