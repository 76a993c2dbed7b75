import { type Html, html, jsonBlock } from './html.ts';
import { lifebuoy } from './icons.ts';
import type { Page, PageContext } from './page.ts';
import { renderPortalHead, renderPortalMessage } from './portal-frame.ts';
import { options, renderNewTicket, renderTicket } from './tickets.ts';

function renderFilters({ words: { support, supportScript } }: PageContext): Html {
  const { open, waiting, closed } = supportScript.states;
  const select = (id: string, label: string, choices: Html, hidden: Html | false) =>
    html`<div class="field" id="${id}-field"${hidden}><label for="${id}">${label}</label><select id="${id}">${choices}</select></div>`;
  return html`<form class="filters" id="filters" method="dialog" role="search" aria-label="${support.filter}">
${select('view', support.whose, options({ queue: support.queue, own: support.own }), html` hidden`)}
${select('state', support.state, options({ '': support.notClosed, open, waiting, closed, any: support.any }), false)}
${select('assigned', support.assigned, options({ anybody: support.anybody, me: support.me, nobody: support.nobody }), html` hidden`)}
<div class="field"><label for="search">${support.search}</label><input id="search" type="search" maxlength="100" autocomplete="off" spellcheck="false" placeholder="${support.searchHelp}"></div>
</form>`;
}

function renderList(context: PageContext): Html {
  const { menu, support } = context.words;
  return html`<section id="list" aria-labelledby="list-heading" hidden>
<div class="title"><h1 id="list-heading" tabindex="-1">${menu.support}</h1><a class="button" href="#new">${support.newTicket}</a></div>
<p class="message" id="list-message" hidden></p>
${renderFilters(context)}
<p class="help" id="list-count" role="status"></p>
<ul class="tickets" id="tickets"></ul>
<div class="empty" id="list-empty" hidden>${lifebuoy}<p><strong id="empty-heading"></strong></p><p class="help" id="empty-text"></p></div>
<button type="button" class="button button-quiet" id="more" hidden><span>${support.more}</span></button>
</section>`;
}

/** The Technical Support System: the list, a new ticket or one ticket, as the fragment of the address says. */
export function supportPage(context: PageContext): Page {
  const { words } = context;
  const { portalScript: portal, supportScript: support, formScript: form } = words;
  const problems = { ...words.problems, ...words.supportProblems };
  return {
    title: words.menu.support,
    script: 'support',
    style: 'tickets',
    ownLanguages: true,
    content: html`${renderPortalHead(context, 'support')}
<main class="desk" id="portal" data-known="false" aria-busy="true">
<noscript><p class="message message-bad">${words.common.noScript}</p></noscript>
${renderPortalMessage(context)}
${renderList(context)}
${renderNewTicket(context)}
${renderTicket(context)}
</main>
${jsonBlock('words', { portal, support, files: support.file, form, problems })}`,
  };
}
