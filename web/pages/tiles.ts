import { textIn } from '../../locales/texts.ts';
import { type Html, html } from './html.ts';
import { lifebuoy } from './icons.ts';
import type { PageContext } from './page.ts';
import type { PageTile } from './page-config.ts';

interface Face {
  readonly url: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly picture: Html;
}

const face = ({ url, title, description, picture }: Face): Html =>
  html`<a class="tile" href="${url}" rel="noreferrer">${picture}<span><strong>${title}</strong>${description !== undefined && html`<span class="help">${description}</span>`}</span></a>`;

function renderPicture({ assets }: PageContext, tile: PageTile, title: string): Html {
  const address = assets.pictures.get(tile);
  return address === undefined
    ? html`<span class="mark" aria-hidden="true">${[...title][0]?.toUpperCase()}</span>`
    : html`<img src="${address}" alt="" width="48" height="48">`;
}

/** A tile that only some see waits for the script, which knows the role of who is signed in. It is no secret. */
function renderTile(context: PageContext, tile: PageTile): Html {
  const { config, locale } = context;
  const title = textIn(tile.title, locale, config.locales);
  const description = tile.description && textIn(tile.description, locale, config.locales);
  const shown = face({ url: tile.url, title, description, picture: renderPicture(context, tile, title) });
  return tile.roles === undefined
    ? html`<li>${shown}</li>`
    : html`<li data-roles="${tile.roles.join(' ')}" hidden>${shown}</li>`;
}

/** The applications behind the portal and the Technical Support System, with a field to find one among many. */
export function renderTiles(context: PageContext): Html {
  const { portal, menu } = context.words;
  const support = face({
    url: '/portal/support/',
    title: menu.support,
    description: portal.supportText,
    picture: html`<span class="mark">${lifebuoy}</span>`,
  });
  return html`<section aria-labelledby="applications-heading">
<h2 id="applications-heading">${portal.applications}</h2>
<div class="field find" id="find" hidden>
<label for="find-application">${portal.findApplication}</label>
<input id="find-application" type="search" autocomplete="off" spellcheck="false">
<p class="unseen" id="found" role="status"></p>
</div>
<ul class="tiles" id="tiles">${context.config.tiles.map((tile) => renderTile(context, tile))}<li>${support}</li></ul>
<p class="empty" id="no-match" hidden>${portal.noMatch}</p>
</section>`;
}
