import { renderBrand } from './brand.ts';
import { html } from './html.ts';
import { type Page, type PageContext, renderCard } from './page.ts';

/** Where messages lead who did not do what they tell: says what to do now. */
export function notMePage({ config, words }: PageContext): Page {
  const { notMe, signIn, common } = words;
  const content = html`<h1>${notMe.heading}</h1>
<p>${notMe.text}</p>
<ol class="todo">
<li><p>${notMe.password}</p><p><a href="/recovery/">${signIn.forgotPassword}</a></p></li>
<li><p>${notMe.support}</p><p><a href="mailto:${config.supportAddress}">${config.supportAddress}</a></p></li>
</ol>
<p class="links"><a href="/">${common.backToSignIn}</a></p>`;
  return {
    title: notMe.heading,
    script: 'plain',
    content: renderCard(renderBrand(config), content, common.noScript),
  };
}
