import { type Html, html } from '../html.ts';
import type { PageContext } from '../page.ts';
import { renderAnswer, renderFact, renderPinField, renderScreen, renderWayOut } from './screen.ts';

/** How browser and phone are told to belong together: one of three, or none. */
function renderMatches({ words: { mobile } }: PageContext): Html {
  return html`<fieldset class="pick" id="match-pick" aria-describedby="pick-error" hidden>
<legend>${mobile.pick}</legend>
<div class="pictures" id="pick-pictures"></div>
<p class="error" id="pick-error" hidden></p>
</fieldset>
<div class="compare" id="match-compare" hidden><p>${mobile.compare}</p><p class="shown" id="compare-picture"></p></div>
<div class="field" id="match-number" hidden>
<label for="match-digits">${mobile.typeNumber}</label>
<input class="code" id="match-digits" type="text" inputmode="numeric" autocomplete="off" aria-describedby="match-digits-help match-digits-error" required>
<p class="help" id="match-digits-help">${mobile.typeNumberHelp}</p>
<p class="error" id="match-digits-error" hidden></p>
</div>`;
}

/** The question. What it is about is put in by the script. */
function renderCardScreen(context: PageContext): Html {
  const { mobile } = context.words;
  return renderScreen(
    'card',
    mobile.waiting,
    html`<div class="message message-bad" id="card-new" hidden><p><strong>${mobile.newBrowser}</strong></p><p>${mobile.newBrowserText}</p></div>
<dl class="facts">
<div><dt>${mobile.person}</dt><dd id="card-person"></dd><dd id="card-identifier"></dd></div>
${renderFact('card-portal', mobile.portal)}
${renderFact('card-browser', mobile.browser)}
${renderFact('card-place', mobile.place)}
${renderFact('card-at', mobile.at)}
</dl>
<form class="step" method="dialog" novalidate>
${renderMatches(context)}
<p class="help aside" id="card-left"></p>
${renderAnswer('accept', mobile.accept)}
${renderAnswer('deny', mobile.deny, 'other')}
${renderAnswer('report', mobile.denyAndReport, 'bad')}
</form>
${renderWayOut(mobile.back)}`,
  );
}

/** PIN or fingerprint, for whatever has to be confirmed. */
function renderUnlock({ words: { mobile } }: PageContext): Html {
  return renderScreen(
    'unlock',
    mobile.unlockHeading,
    html`<p class="help" id="unlock-for"></p>
<form class="step" method="dialog" novalidate>
<button type="button" class="button button-other" id="use-fingerprint" data-answer="fingerprint" hidden><span>${mobile.useFingerprint}</span></button>
${renderPinField('pin', mobile.pin)}
${renderAnswer('pin', mobile.confirm)}
</form>
${renderWayOut(mobile.cancel)}`,
  );
}

function renderResult({ words: { mobile } }: PageContext): Html {
  return renderScreen(
    'result',
    mobile.waiting,
    html`<p id="result-text"></p>
${renderAnswer('ok', mobile.ok)}`,
  );
}

/** The screens that answer a question. */
export const renderApprovalScreens = (context: PageContext): Html =>
  html`${renderCardScreen(context)}${renderUnlock(context)}${renderResult(context)}`;
