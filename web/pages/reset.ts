import { renderIdentity, renderNewPassword, renderPill } from './fields.ts';
import { renderHelp } from './help.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './page.ts';

/** What recovery and activation say differently on the pages that they share. */
export interface Occasion {
  readonly heading: string;
  /** `first` where there is no password yet. */
  readonly whose: 'first' | 'next';
  /** Where the code is, by the channels that there are. */
  readonly sent: { readonly email: string; readonly any: string };
  readonly doneText: string;
}

function renderSends({ config, words: { reset } }: PageContext): Html {
  // Both are offered to everybody: which of them an account has is not told.
  const channels = config.smsCountries.length > 0 ? (['email', 'sms'] as const) : (['email'] as const);
  const label = (channel: 'email' | 'sms') => (channels.length > 1 ? reset.send[channel] : reset.send.only);
  const buttons = channels.map(
    (channel) => html`<button type="button" class="link" data-channel="${channel}">${label(channel)}</button>`,
  );
  return html`<div class="sends" id="sends">
<p class="help" id="resend-in"></p>
<p class="links">${buttons}</p>
</div>`;
}

/** The Reset Password page: the code in the first field, the new password in the second, its confirmation in the third. */
export function renderReset(context: PageContext, { heading, whose, sent }: Occasion): Html {
  const { config, words } = context;
  const { reset, signIn } = words;
  return html`<section id="reset" aria-labelledby="reset-heading" hidden>
<h1 id="reset-heading" tabindex="-1">${heading}</h1>
${renderPill('change-identifier')}
<p class="message" id="reset-message" hidden></p>
<p id="sent">${config.smsCountries.length > 0 ? sent.any : sent.email}</p>
<form class="step" id="reset-form" method="dialog" novalidate>
${renderIdentity()}
<div class="field">
<label for="reset-code">${reset.code}</label>
<input class="code" id="reset-code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" autocorrect="off" spellcheck="false" aria-describedby="sent reset-code-error time-left" required>
<p class="error" id="reset-code-error" hidden></p>
<p class="help" id="time-left"></p>
</div>
${renderNewPassword(context, whose)}
<button class="button" id="reset-submit"><span>${signIn.submit}</span></button>
</form>
${renderSends(context)}
${renderHelp(context, 'code-missing')}
<p class="links" id="dead-end" hidden><button type="button" class="link" id="start-again">${signIn.startAgain}</button></p>
</section>`;
}

/** The password has been set. */
export function renderDone({ words: { reset } }: PageContext, { doneText }: Occasion): Html {
  return html`<section id="done" aria-labelledby="done-heading" hidden>
<h1 id="done-heading" tabindex="-1">${reset.doneHeading}</h1>
<p>${doneText}</p>
<p><a class="button" href="/">${reset.returnToSignIn}</a></p>
</section>`;
}
