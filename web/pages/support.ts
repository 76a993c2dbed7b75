import { html, jsonBlock } from './html.ts';
import type { Page, PageContext } from './page.ts';
import { renderPortalHead, renderPortalMessage } from './portal-frame.ts';

/** The Technical Support System. */
export function supportPage(context: PageContext): Page {
  const { words } = context;
  return {
    title: words.menu.support,
    script: 'support',
    style: 'tickets',
    ownLanguages: true,
    content: html`${renderPortalHead(context, 'support')}
<main class="desk" id="portal" data-known="false" aria-busy="true">
<noscript><p class="message message-bad">${words.common.noScript}</p></noscript>
${renderPortalMessage(context)}
<h1 id="welcome" tabindex="-1">${words.menu.support}</h1>
</main>
${jsonBlock('words', { portal: words.portalScript })}`,
  };
}
