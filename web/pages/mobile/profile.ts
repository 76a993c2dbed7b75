import { type Html, html } from '../html.ts';
import type { PageContext } from '../page.ts';
import { renderAnswer, renderFact, renderScreen, renderWayOut } from './screen.ts';

const change = (answer: string, label: string, of: string): Html =>
  html`<dd class="links"><button type="button" class="link" data-answer="${answer}" aria-label="${`${of}: ${label}`}">${label}</button></dd>`;

function renderProfile({ words: { mobile } }: PageContext): Html {
  const name = html`<div><dt>${mobile.phoneName}</dt><dd id="profile-name"></dd>${change('rename', mobile.rename, mobile.phoneName)}</div>`;
  return renderScreen(
    'profile',
    mobile.profiles,
    html`<dl class="facts">
${renderFact('profile-email', mobile.email)}
${name}
${renderFact('profile-used', mobile.lastUse)}
<div id="profile-fingerprint"><dt>${mobile.fingerprint}</dt><dd id="fingerprint-state"></dd><dd class="links"><button type="button" class="link" data-answer="fingerprint" id="change-fingerprint"></button></dd></div>
<div id="profile-push"><dt>${mobile.notifications}</dt><dd id="push-state"></dd><dd class="links"><button type="button" class="link" data-answer="push" id="change-push"></button></dd></div>
</dl>
<div id="profile-actions">${renderAnswer('pin', mobile.changePin, 'other')}</div>
${renderAnswer('remove', mobile.removeProfile, 'bad')}
${renderWayOut(mobile.back)}`,
  );
}

function renderRename({ words: { mobile } }: PageContext): Html {
  return renderScreen(
    'rename',
    mobile.renameHeading,
    html`<form class="step" method="dialog" novalidate>
<div class="field">
<label for="new-name">${mobile.phoneName}</label>
<input id="new-name" type="text" autocomplete="off" aria-describedby="new-name-error" required>
<p class="error" id="new-name-error" hidden></p>
</div>
${renderAnswer('save', mobile.save)}
</form>
${renderWayOut(mobile.cancel)}`,
  );
}

function renderRemoval({ words: { mobile } }: PageContext): Html {
  return renderScreen(
    'removal',
    mobile.removeHeading,
    html`<p class="address" id="removal-of"></p>
<p>${mobile.removeText}</p>
${renderAnswer('remove', mobile.remove)}
${renderWayOut(mobile.cancel)}`,
  );
}

/** The screens that look after a profile. */
export const renderProfileScreens = (context: PageContext): Html =>
  html`${renderProfile(context)}${renderRename(context)}${renderRemoval(context)}`;
