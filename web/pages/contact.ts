import { renderBrand } from './brand.ts';
import { type Html, html, jsonBlock } from './html.ts';
import { type Page, type PageContext, renderCard } from './page.ts';
import { renderAttachments } from './tickets.ts';

interface Field {
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  /** The attributes of its own. */
  readonly input: Html;
}

const renderInput = ({ id, label, help, input }: Field): Html => html`<div class="field">
<label for="${id}">${label}</label>
<input id="${id}" name="${id}" ${input} aria-describedby="${id}-error${help !== undefined && ` ${id}-help`}" required>
<p class="error" id="${id}-error" hidden></p>
${help !== undefined && html`<p class="help" id="${id}-help">${help}</p>`}
</div>`;

const renderText = ({ id, label, help }: Omit<Field, 'input'>): Html => html`<div class="field">
<label for="${id}">${label}</label>
<textarea id="${id}" name="${id}" rows="5" aria-describedby="${id}-error${help !== undefined && ` ${id}-help`}" required></textarea>
<p class="error" id="${id}-error" hidden></p>
${help !== undefined && html`<p class="help" id="${id}-help">${help}</p>`}
</div>`;

/** What people do not see robots fill in. */
const renderTrap = ({ words: { contact } }: PageContext): Html =>
  html`<div class="trap" aria-hidden="true"><label for="website">${contact.trap}</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>`;

function renderForm(context: PageContext): Html {
  const { contact, common } = context.words;
  const name = html`type="text" autocomplete="name" maxlength="80"`;
  const email = html`type="email" inputmode="email" autocomplete="email" autocapitalize="none" spellcheck="false" maxlength="254"`;
  return html`<section id="ask" aria-labelledby="ask-heading" hidden>
<h1 id="ask-heading" tabindex="-1">${contact.heading}</h1>
<p class="message" id="ask-message" hidden></p>
<p>${contact.text}</p>
<form class="step" id="ask-form" method="dialog" novalidate>
${renderInput({ id: 'name', label: contact.name, input: name })}
${renderInput({ id: 'email', label: contact.email, help: contact.emailHelp, input: email })}
${renderText({ id: 'what', label: contact.what, help: contact.whatHelp })}
${renderAttachments(context, 'ask')}
${renderTrap(context)}
<button class="button" id="ask-submit" disabled><span>${contact.send}</span></button>
</form>
<p class="links"><a href="/">${common.backToSignIn}</a></p>
</section>`;
}

function renderSent({ words: { contact, common } }: PageContext): Html {
  return html`<section id="sent" aria-labelledby="sent-heading" hidden>
<h1 id="sent-heading" tabindex="-1">${contact.sentHeading}</h1>
<p>${contact.sentText}</p>
<p><a class="button" href="/">${common.backToSignIn}</a></p>
</section>`;
}

/** For who came with the link of a receipt. */
function renderTicket(context: PageContext): Html {
  const { contact } = context.words;
  return html`<section id="ticket" aria-labelledby="ticket-heading" hidden>
<h1 id="ticket-heading" tabindex="-1">${contact.ticketHeading}</h1>
<p class="help" id="ticket-state"></p>
<ol class="entries" id="entries"></ol>
<p class="message" id="ticket-message" hidden></p>
<form class="step" id="reply-form" method="dialog" novalidate>
${renderText({ id: 'reply', label: contact.reply })}
${renderAttachments(context, 'reply')}
<button class="button" id="reply-submit"><span>${contact.sendReply}</span></button>
</form>
<p id="ticket-closed" hidden>${contact.closed} <a href="/help/">${contact.link}</a></p>
</section>`;
}

function renderEnded({ words: { contact } }: PageContext): Html {
  return html`<section id="ended" aria-labelledby="ended-heading" hidden>
<h1 id="ended-heading" tabindex="-1">${contact.endedHeading}</h1>
<p>${contact.endedText}</p>
<p><a class="button" href="/help/">${contact.link}</a></p>
</section>`;
}

/** For those who cannot sign in: a form that becomes a ticket, and the conversation that follows from it. */
export function contactPage(context: PageContext): Page {
  const { config, words } = context;
  const { contactScript: contact, formScript: form } = words;
  const said = { form, contact, files: words.supportScript.file };
  const problems = { ...words.problems, ...words.supportProblems };
  const content = html`${renderForm(context)}${renderSent(context)}${renderTicket(context)}${renderEnded(context)}`;
  return {
    title: words.contact.heading,
    script: 'help',
    style: 'help',
    content: html`${renderCard(renderBrand(config), content, words.common.noScript)}
${jsonBlock('words', { ...said, problems, address: config.supportAddress })}`,
  };
}
