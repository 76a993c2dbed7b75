import { renderBrand } from './brand.ts';
import { renderAddressField, renderIdentifierField } from './fields.ts';
import { renderHelp } from './help.ts';
import { type Html, html, jsonBlock } from './html.ts';
import { type Page, type PageContext, renderCard, type ScriptName } from './page.ts';
import { type Occasion, renderDone, renderReset } from './reset.ts';

interface Question {
  readonly heading: string;
  readonly text: string;
  readonly field: Html;
  readonly help?: Html;
}

/** The first step of all recovery: who somebody is. */
function renderAsk({ words }: PageContext, { heading, text, field, help }: Question): Html {
  return html`<section id="ask" aria-labelledby="ask-heading">
<h1 id="ask-heading" tabindex="-1">${heading}</h1>
<p class="message" id="ask-message" hidden></p>
<p>${text}</p>
<form class="step" id="ask-form" method="dialog" novalidate>
${field}
<button class="button" id="ask-submit" disabled><span>${words.signIn.submit}</span></button>
</form>
<p class="links"><a href="/">${words.common.backToSignIn}</a></p>
${help}
</section>`;
}

/** The last step where everything else happens in a mailbox. */
function renderSent({ words }: PageContext, heading: string, text: string): Html {
  return html`<section id="sent-step" aria-labelledby="sent-heading" hidden>
<h1 id="sent-heading" tabindex="-1">${heading}</h1>
<p>${text}</p>
<p class="help">${words.recovery.nothingCame} <button type="button" class="link" id="ask-again">${words.recovery.askAgain}</button>.</p>
<p><a class="button" href="/">${words.reset.returnToSignIn}</a></p>
</section>`;
}

function card({ config, words }: PageContext, script: ScriptName, title: string, content: Html): Page {
  const { formScript: form, newPasswordScript: newPassword, resetScript: reset } = words;
  const problems = { ...words.problems, ...words.resetProblems };
  const said = script === 'recovery' ? { form, newPassword, reset, problems } : { form, problems };
  return {
    title,
    script,
    content: html`${renderCard(renderBrand(config), content, words.common.noScript)}
${jsonBlock('words', said)}`,
  };
}

/** Forgot Password?, in the way of the deployment: by a code, or by a temporary password. */
export function forgotPasswordPage(context: PageContext): Page {
  const { recovery, reset } = context.words;
  const mode = context.config.recovery;
  const heading = recovery.passwordHeading;
  const field = renderIdentifierField(context, 'username');
  const help = renderHelp(context, 'forgot-password');
  const ask = renderAsk(context, { heading, text: recovery.passwordText[mode], field, help });
  if (mode === 'temporary-password') {
    const sent = renderSent(context, recovery.temporaryHeading, recovery.temporarySent);
    return card(context, 'forgot-password', heading, html`${ask}${sent}`);
  }
  const occasion: Occasion = { heading: reset.heading, whose: 'next', sent: reset.sent, doneText: reset.doneText };
  return card(
    context,
    'recovery',
    heading,
    html`${ask}${renderReset(context, occasion)}${renderDone(context, occasion)}`,
  );
}

/** Forgot Username: a reminder to the address on file. */
export function forgotUsernamePage(context: PageContext): Page {
  const { recovery } = context.words;
  const { usernameHeading: heading, usernameText: text } = recovery;
  const ask = renderAsk(context, { heading, text, field: renderAddressField(context) });
  const sent = renderSent(context, recovery.usernameSentHeading, recovery.usernameSent);
  return card(context, 'forgot-username', heading, html`${ask}${sent}`);
}
