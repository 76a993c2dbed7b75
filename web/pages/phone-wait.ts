import { type Html, html } from './html.ts';
import type { PageContext } from './page.ts';

/** A question that waits on a phone: its picture, what to do, the time left, and how it ended. */
export function renderPhoneWait({ config, words: { phoneWait } }: PageContext): Html {
  return html`<section class="phone-wait" id="phone-wait" aria-labelledby="phone-wait-heading" data-match="${config.approvalMatch ?? 'pick'}" hidden>
<h2 id="phone-wait-heading" tabindex="-1" aria-describedby="phone-picture-words phone-wait-text"></h2>
<div class="phone-picture" id="phone-picture" hidden></div>
<p class="picture-words" id="phone-picture-words"></p>
<p id="phone-wait-text"></p>
<p class="help" id="phone-wait-left" role="timer" hidden></p>
<button type="button" class="link" id="phone-again">${phoneWait.startAgain}</button>
</section>`;
}
