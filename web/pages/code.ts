import { type Html, html } from './html.ts';
import type { PageContext } from './page.ts';

/** The step that waits for a code of six digits; `whose` says of whom, or for what; `foot` is below it. */
export function renderCode({ words: { signIn, signInScript } }: PageContext, whose: Html, foot?: Html): Html {
  return html`<section id="code-step" aria-labelledby="code-heading" hidden>
<h1 id="code-heading" tabindex="-1">${signIn.codeHeading}</h1>
${whose}
<p class="message" id="code-message" hidden></p>
<p id="sent-to"></p>
<form class="step" id="code-form" method="dialog" novalidate>
<div class="field">
<label for="code">${signIn.code}</label>
<input class="code" id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" autocorrect="off" spellcheck="false" aria-describedby="sent-to code-error time-left" required>
<p class="error" id="code-error" hidden></p>
<p class="help" id="time-left"><span></span> <button type="button" class="link" id="send-new-one" hidden>${signIn.sendNewOne}</button></p>
</div>
<button class="button" id="code-submit"><span>${signIn.submit}</span></button>
</form>
<p class="links"><button type="button" class="link" id="resend">${signInScript.resend}</button><button type="button" class="link" id="other-way" hidden></button><button type="button" class="link" id="start-again" hidden>${signIn.startAgain}</button></p>
${foot}
</section>`;
}
