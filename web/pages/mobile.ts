import { appIcons } from '../app-icons.ts';
import { renderBrand } from './brand.ts';
import { type Html, html, jsonBlock } from './html.ts';
import { renderActivationScreens } from './mobile/activation.ts';
import { renderApprovalScreens } from './mobile/approval.ts';
import { renderProfileScreens } from './mobile/profile.ts';
import { renderAnswer, renderScreen, renderWayOut } from './mobile/screen.ts';
import { type Page, type PageContext, renderCard } from './page.ts';

/** Where the app begins: what waits, and the profiles. */
function renderHome({ words: { mobile } }: PageContext): Html {
  return renderScreen(
    'home',
    mobile.title,
    html`<div class="message" id="lost" hidden><p>${mobile.lostText}</p><ul id="lost-profiles"></ul>
<button type="button" class="link" data-answer="forget">${mobile.forgetLost}</button></div>
<p id="no-profiles" hidden>${mobile.empty}</p>
<div id="waiting" hidden><h2>${mobile.waiting}</h2><ul class="rows" id="waiting-cards"></ul></div>
<div id="profiles" hidden><h2>${mobile.profiles}</h2><ul class="rows" id="profile-rows"></ul></div>
<div id="scan-to-sign-in" hidden>${renderAnswer('scan', mobile.scanToSignIn)}</div>
<button type="button" class="button" id="add" data-answer="add"><span><span aria-hidden="true">+ </span>${mobile.add}</span></button>`,
  );
}

function renderScan({ words: { mobile } }: PageContext): Html {
  return renderScreen(
    'scan',
    mobile.scanHeading,
    html`<p>${mobile.scanText}</p>
<video class="viewfinder" id="viewfinder" playsinline muted hidden></video>
<p class="help" id="camera-says" role="status"></p>
<form class="step" method="dialog" novalidate>
<div class="field">
<label for="link">${mobile.pasteLabel}</label>
<input id="link" type="text" inputmode="url" autocomplete="off" autocapitalize="none" autocorrect="off" spellcheck="false" aria-describedby="link-error">
<p class="error" id="link-error" hidden></p>
</div>
${renderAnswer('open', mobile.openLink, 'main')}
</form>
${renderWayOut(mobile.cancel)}`,
  );
}

function renderChoice({ words: { mobile } }: PageContext): Html {
  return renderScreen(
    'choose',
    mobile.chooseHeading,
    html`<ul class="rows" id="choices"></ul>
${renderWayOut(mobile.cancel)}`,
  );
}

const renderUnable = ({ words: { mobile } }: PageContext): Html =>
  renderScreen('unable', mobile.unableHeading, html`<p id="unable-text"></p>`);

/** What makes the page an app that can be put on a home screen. */
function renderInstallable({ config, locale }: PageContext): Html {
  const [icon] = appIcons(config);
  return html`<link rel="manifest" href="/mobile/app-${locale}.webmanifest">
${icon && html`<link rel="apple-touch-icon" href="/mobile/${icon.file}">`}
<meta name="apple-mobile-web-app-title" content="${config.name}">`;
}

/** The phone's app: one page with many screens. */
export function mobilePage(context: PageContext): Page {
  const { config, words } = context;
  const { mobileScript: mobile, formScript: form, pictures } = words;
  const problems = { ...words.problems, ...words.phoneProblems };
  const screens = html`${renderHome(context)}${renderScan(context)}${renderChoice(context)}${renderUnable(context)}
${renderActivationScreens(context)}${renderApprovalScreens(context)}${renderProfileScreens(context)}`;
  return {
    title: words.mobile.title,
    script: 'mobile',
    style: 'mobile',
    head: renderInstallable(context),
    content: html`${renderCard(renderBrand(config), screens, words.common.noScript)}
${jsonBlock('words', { mobile, form, problems, pictures })}`,
  };
}
