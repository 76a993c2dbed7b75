import { renderBrand } from './brand.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './page.ts';

const PAGES = { home: '/portal/', account: '/portal/account/', security: '/portal/security/' } as const;

export type PortalPage = keyof typeof PAGES;

/** The head of all pages of who is signed in: where one is, where one can go, and the way out. */
export function renderPortalHead({ config, words: { portal, menu } }: PageContext, here: PortalPage): Html {
  const links = (['home', 'account', 'security'] as const).map(
    (page) => html`<li><a href="${PAGES[page]}"${page === here && html` aria-current="page"`}>${menu[page]}</a></li>`,
  );
  return html`<header class="bar">
${renderBrand(config)}
<p class="who" id="who"></p>
<button type="button" class="button button-quiet" id="sign-out"><span>${portal.signOut}</span></button>
</header>
<nav class="menu" aria-label="${menu.label}"><ul>${links}</ul></nav>`;
}

/** What went wrong with the whole page. */
export const renderPortalMessage = ({ words: { portal } }: PageContext): Html =>
  html`<div class="message message-bad" id="portal-message" hidden><p id="portal-problem"></p><button type="button" class="link" id="try-again">${portal.tryAgain}</button></div>`;
