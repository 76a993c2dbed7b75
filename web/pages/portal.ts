import { type Html, html, jsonBlock } from './html.ts';
import { renderNotices } from './notices.ts';
import type { Page, PageContext } from './page.ts';
import { renderPortalHead, renderPortalMessage } from './portal-frame.ts';
import { renderTiles } from './tiles.ts';

function renderLastSignIn({ config, words: { portal } }: PageContext): Html {
  const { supportAddress } = config;
  return html`<section class="panel" aria-labelledby="last-heading">
<h2 id="last-heading">${portal.lastSignIn}</h2>
<p id="first-sign-in" hidden></p>
<dl class="facts" id="last-sign-in">
<div><dt>${portal.when}</dt><dd id="last-when"> </dd></div>
<div><dt>${portal.browser}</dt><dd id="last-browser"> </dd></div>
<div><dt>${portal.place}</dt><dd id="last-place"> </dd></div>
</dl>
<p class="help" id="not-you">${portal.notYou} <a href="mailto:${supportAddress}">${supportAddress}</a></p>
</section>`;
}

/** The dashboard. Who is signed in comes from the API: the file itself is the same for everybody. */
export function portalPage(context: PageContext): Page {
  const { words } = context;
  return {
    title: words.portal.title,
    script: 'portal',
    style: 'desk',
    ownLanguages: true,
    content: html`${renderPortalHead(context, 'home')}
<main class="desk" id="portal" data-known="false" aria-busy="true">
<noscript><p class="message message-bad">${words.common.noScript}</p></noscript>
<h1 id="welcome" tabindex="-1">${words.portal.welcome}</h1>
${renderPortalMessage(context)}
${renderNotices(context)}
${renderTiles(context)}
${renderLastSignIn(context)}
</main>
${jsonBlock('words', { portal: words.portalScript, notices: words.notices })}`,
  };
}
