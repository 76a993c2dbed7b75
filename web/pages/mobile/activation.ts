import { type Html, html } from '../html.ts';
import type { PageContext } from '../page.ts';
import { renderAnswer, renderFact, renderPinField, renderScreen, renderWayOut } from './screen.ts';

function renderEnrolment({ words: { mobile }, config }: PageContext): Html {
  return renderScreen(
    'enrol',
    mobile.enrolHeading,
    html`<p>${mobile.enrolText}</p>
<dl class="facts">
<div><dt>${mobile.portal}</dt><dd>${config.name}</dd></div>
${renderFact('enrol-person', mobile.person)}
${renderFact('enrol-email', mobile.email)}
${renderFact('enrol-browser', mobile.browser)}
${renderFact('enrol-place', mobile.place)}
${renderFact('enrol-at', mobile.at)}
</dl>
${renderAnswer('activate', mobile.activate)}
${renderWayOut(mobile.cancel)}`,
  );
}

/** A new PIN, for a new phone or in place of the one before. */
function renderNewPin({ words: { mobile } }: PageContext): Html {
  return renderScreen(
    'new-pin',
    mobile.pinHeading,
    html`<p>${mobile.pinText}</p>
<form class="step" method="dialog" novalidate>
${renderPinField('choose-pin', mobile.choosePin, mobile.pinHelp)}
${renderPinField('confirm-pin', mobile.confirmPin)}
${renderAnswer('continue', mobile.continue)}
</form>
${renderWayOut(mobile.cancel)}`,
  );
}

function renderFingerprint({ words: { mobile } }: PageContext): Html {
  return renderScreen(
    'finger',
    mobile.fingerHeading,
    html`<p>${mobile.fingerText}</p>
${renderAnswer('use', mobile.useFingerprint)}
${renderAnswer('skip', mobile.notNow, 'other')}`,
  );
}

function renderNumber({ words: { mobile } }: PageContext): Html {
  return renderScreen(
    'number',
    mobile.numberHeading,
    html`<p class="big-number" id="the-number"></p>
<p>${mobile.numberText}</p>
<a class="button" id="number-here" href="/portal/phones/" hidden>${mobile.numberHere}</a>
<p class="help aside" id="number-left"></p>
${renderWayOut(mobile.back)}`,
  );
}

/** On iOS: what to do before anything else. */
function renderInstall({ words: { mobile } }: PageContext): Html {
  return renderScreen(
    'install',
    mobile.installHeading,
    html`<p>${mobile.installText}</p>
<ol class="todo"><li>${mobile.installShare}</li><li>${mobile.installAdd}</li><li>${mobile.installOpen}</li></ol>`,
  );
}

/** The screens that make a profile. */
export const renderActivationScreens = (context: PageContext): Html =>
  html`${renderInstall(context)}${renderEnrolment(context)}${renderNewPin(context)}${renderFingerprint(context)}${renderNumber(context)}`;
