import { renderBrand } from './brand.ts';
import { type Html, html, jsonBlock } from './html.ts';
import { type Page, type PageContext, renderCard } from './page.ts';

/** For who came with a link: one press, and nothing before it. */
function renderAsk({ words: { notMe } }: PageContext): Html {
  return html`<section id="ask" aria-labelledby="ask-heading" hidden>
<h1 id="ask-heading" tabindex="-1">${notMe.heading}</h1>
<p class="message" id="ask-message" hidden></p>
<p>${notMe.ask}</p>
<button type="button" class="button" id="say" disabled><span>${notMe.say}</span></button>
<p class="help aside">${notMe.itWasMe}</p>
</section>`;
}

function renderDone({ words: { notMe } }: PageContext): Html {
  return html`<section id="done" aria-labelledby="done-heading" hidden>
<h1 id="done-heading" tabindex="-1">${notMe.doneHeading}</h1>
<p>${notMe.doneText}</p>
<p><a class="button" href="/recovery/">${notMe.setPassword}</a></p>
</section>`;
}

/** For who came without one, by an SMS, or with one that has ended: what to do now. */
function renderTodo({ config, words: { notMe, signIn, common } }: PageContext): Html {
  return html`<section id="todo" aria-labelledby="todo-heading">
<h1 id="todo-heading" tabindex="-1">${notMe.heading}</h1>
<p class="message" id="todo-message" hidden></p>
<p>${notMe.text}</p>
<ol class="todo">
<li><p>${notMe.password}</p><p><a href="/recovery/">${signIn.forgotPassword}</a></p></li>
<li><p>${notMe.support}</p><p><a href="mailto:${config.supportAddress}">${config.supportAddress}</a></p></li>
</ol>
<p class="links"><a href="/">${common.backToSignIn}</a></p>
</section>`;
}

/** Where notices lead who did not do what they tell. Opening it changes nothing. */
export function notMePage(context: PageContext): Page {
  const { config, words } = context;
  const { notMeScript: notMe, formScript: form, problems } = words;
  const content = html`${renderAsk(context)}${renderDone(context)}${renderTodo(context)}`;
  return {
    title: words.notMe.heading,
    script: 'not-me',
    content: html`${renderCard(renderBrand(config), content, words.common.noScript)}
${jsonBlock('words', { form, notMe, problems })}`,
  };
}
