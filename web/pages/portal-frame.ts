import { words as allWords } from '../../locales/pages/words.ts';
import { renderBrand } from './brand.ts';
import { type Html, html } from './html.ts';
import { chevron } from './icons.ts';
import type { PageContext } from './page.ts';

const PAGES = {
  home: '/portal/',
  support: '/portal/support/',
  account: '/portal/account/',
  phones: '/portal/phones/',
  security: '/portal/security/',
} as const;

export type PortalPage = keyof typeof PAGES;

const current = (page: PortalPage, here: PortalPage): Html => (page === here ? html` aria-current="page"` : html``);

function renderMainMenu({ words: { menu } }: PageContext, here: PortalPage): Html {
  const links = (['home', 'support'] as const).map(
    (page) => html`<li><a href="${PAGES[page]}"${current(page, here)}>${menu[page]}</a></li>`,
  );
  return html`<nav class="menu" aria-label="${menu.label}"><ul>${links}</ul></nav>`;
}

function renderLanguageItems({ config, locale, words: { menu } }: PageContext): Html {
  if (config.locales.length < 2) return html``;
  const items = config.locales.map(
    (tag) =>
      html`<button type="button" role="menuitemradio" tabindex="-1" lang="${tag}" data-locale="${tag}" aria-checked="${String(tag === locale)}">${allWords[tag].language}</button>`,
  );
  return html`<div role="group" aria-label="${menu.language}">${items}</div>`;
}

/** The avatar, and the menu behind it: what is one's own, the language, and the way out. */
function renderAvatarMenu(context: PageContext, here: PortalPage): Html {
  const { menu, portal } = context.words;
  const links = (['account', 'phones', 'security'] as const).map(
    (page) => html`<a role="menuitem" tabindex="-1" href="${PAGES[page]}"${current(page, here)}>${menu[page]}</a>`,
  );
  return html`<div class="own" id="own">
<button type="button" class="avatar" id="avatar" aria-haspopup="menu" aria-expanded="false" aria-controls="own-menu">
<span class="unseen">${menu.yours}: </span><span class="initials" id="initials" aria-hidden="true"></span><span class="who" id="who"></span>${chevron}
</button>
<div class="popup" id="own-popup" hidden>
<p class="help" id="who-address"></p>
<div role="menu" id="own-menu" aria-labelledby="avatar">
${links}
${renderLanguageItems(context)}
<button type="button" role="menuitem" tabindex="-1" id="sign-out"><span>${portal.signOut}</span></button>
</div>
</div>
</div>`;
}

/** Asks, two minutes before a session ends, whether somebody is still there; its script says what and why. */
function renderStayDialog({ words: { portal } }: PageContext): Html {
  return html`<dialog class="dialog" id="stay" role="alertdialog" aria-labelledby="stay-heading" aria-describedby="stay-text">
<h2 id="stay-heading"></h2>
<p id="stay-text"></p>
<p class="count-down" id="stay-left" role="timer" aria-live="off"></p>
<p class="message message-bad" id="stay-message" hidden></p>
<div class="actions">
<button type="button" class="button" id="stay-on"><span></span></button>
<button type="button" class="button button-quiet" id="stay-out"><span>${portal.signOut}</span></button>
</div>
<div class="unseen" id="stay-announcer" aria-live="assertive"></div>
</dialog>`;
}

/** The head of all pages of who is signed in: where one is, where one can go, and the way out. */
export function renderPortalHead(context: PageContext, here: PortalPage): Html {
  return html`<header class="bar">
<a class="home" href="${PAGES.home}">${renderBrand(context.config)}</a>
${renderMainMenu(context, here)}
${renderAvatarMenu(context, here)}
</header>
${renderStayDialog(context)}`;
}

/** What went wrong with the whole page. */
export const renderPortalMessage = ({ words: { portal } }: PageContext): Html =>
  html`<div class="message message-bad" id="portal-message" hidden><p id="portal-problem"></p><button type="button" class="link" id="try-again">${portal.tryAgain}</button></div>`;
