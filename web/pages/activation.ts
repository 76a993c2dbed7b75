import { renderBrand } from './brand.ts';
import { renderAddressField } from './fields.ts';
import { renderHelp } from './help.ts';
import { type Html, html, jsonBlock } from './html.ts';
import { type Page, type PageContext, renderCard } from './page.ts';
import { type Occasion, renderDone, renderReset } from './reset.ts';

function renderAsk(context: PageContext): Html {
  const { activation, signIn } = context.words;
  return html`<section id="ask" aria-labelledby="ask-heading">
<h1 id="ask-heading" tabindex="-1">${activation.heading}</h1>
<p class="message" id="ask-message" hidden></p>
<p id="ask-text">${activation.text}</p>
<form class="step" id="ask-form" method="dialog" novalidate>
${renderAddressField(context)}
<button class="button" id="ask-submit" disabled><span>${signIn.submit}</span></button>
<button type="button" class="button button-other" id="renew" hidden><span>${activation.renew}</span></button>
</form>
<p class="help aside">${activation.alreadyActive} <a href="/">${activation.signIn}</a></p>
${renderHelp(context, 'invitation')}
</section>`;
}

function renderRenewed({ words: { activation, recovery } }: PageContext): Html {
  return html`<section id="sent-step" aria-labelledby="sent-heading" hidden>
<h1 id="sent-heading" tabindex="-1">${activation.renewedHeading}</h1>
<p>${activation.renewed}</p>
<p class="help">${recovery.nothingCame} <button type="button" class="link" id="ask-again">${recovery.askAgain}</button>.</p>
</section>`;
}

/** Where the link of an invitation leads. Opening it changes nothing: the page asks nobody before Submit. */
export function activationPage(context: PageContext): Page {
  const { config, words } = context;
  const { activation } = words;
  // Behind the link and its address: no "if there is an account".
  const { passwordHeading: heading, sent, activeText: doneText } = activation;
  const occasion: Occasion = { heading, whose: 'first', sent, doneText };
  const { formScript: form, newPasswordScript: newPassword, activationScript } = words;
  const reset = { ...words.resetScript, newCode: words.signInScript.newCode };
  const problems = { ...words.problems, ...words.resetProblems };
  const content = html`${renderAsk(context)}${renderReset(context, occasion)}${renderDone(context, occasion)}${renderRenewed(context)}`;
  return {
    title: activation.heading,
    script: 'activation',
    content: html`${renderCard(renderBrand(config), content, words.common.noScript)}
${jsonBlock('words', { form, newPassword, reset, activation: activationScript, problems })}`,
  };
}
