import { renderBrand } from './brand.ts';
import { html } from './html.ts';
import { type Page, type PageContext, renderCard } from './page.ts';

/** What an address without a page shows. */
export function notFoundPage({ config, words }: PageContext): Page {
  const content = html`<h1>${words.notFound.heading}</h1>
<p>${words.notFound.text}</p>
<p class="links"><a href="/">${words.common.backToSignIn}</a></p>`;
  return {
    title: words.notFound.heading,
    script: 'plain',
    content: renderCard(renderBrand(config), content, words.common.noScript),
  };
}
