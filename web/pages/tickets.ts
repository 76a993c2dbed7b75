import {
  ATTACHMENT_ENDINGS,
  ATTACHMENT_MOST_BYTES,
  categories,
  priorities,
  ticketStates,
} from '../../lambdas/auth/ticket.ts';
import { fill } from '../shared/format.ts';
import { MOST_FILES, sizeText } from '../support/sizes.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './page.ts';

/** Options of a choice, by value. */
export const options = (labels: Readonly<Record<string, string>>, chosen?: string): Html =>
  html`${Object.entries(labels).map(([value, label]) => html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`)}`;

/** Labels of these values alone, in their order. */
const pick = <Value extends string>(values: readonly Value[], labels: Readonly<Record<Value, string>>) =>
  Object.fromEntries(values.map((value) => [value, labels[value]]));

const select = (id: string, label: string, choices: Html): Html =>
  html`<div class="field"><label for="${id}">${label}</label><select id="${id}">${choices}</select></div>`;

/** Where files are added to the form with this name; its script lists them. */
export function renderAttachments({ locale, words: { support } }: PageContext, form: 'new' | 'reply' | 'ask'): Html {
  const limits = {
    most: MOST_FILES,
    size: sizeText(ATTACHMENT_MOST_BYTES, locale),
    endings: ATTACHMENT_ENDINGS.join(', '),
  };
  return html`<div class="field attachments" role="group" aria-label="${support.attachments}">
<input class="unseen" id="${form}-file" type="file" multiple accept="${ATTACHMENT_ENDINGS.map((ending) => `.${ending}`).join(',')}" aria-describedby="${form}-file-help ${form}-file-error">
<label class="button button-quiet" for="${form}-file">${support.attach}</label>
<p class="help" id="${form}-file-help">${fill(support.attachHelp, limits)}</p>
<p class="error" id="${form}-file-error" hidden></p>
<ul class="files" id="${form}-files"></ul>
</div>`;
}

/** The form for a new ticket. */
export function renderNewTicket(context: PageContext): Html {
  const { support, supportScript } = context.words;
  return html`<section class="panel ask" id="new" aria-labelledby="new-heading" hidden>
<h1 id="new-heading" tabindex="-1">${support.newTicket}</h1>
<p class="message" id="new-message" hidden></p>
<form id="new-form" method="dialog" novalidate>
<div class="field">
<label for="subject">${support.subject}</label>
<input id="subject" type="text" autocomplete="off" aria-describedby="subject-help subject-error" required>
<p class="help" id="subject-help">${support.subjectHelp}</p>
<p class="error" id="subject-error" hidden></p>
</div>
<div class="pair">
${select('category', support.category, options(pick(categories, supportScript.categories), 'application'))}
${select('priority', support.priority, options(pick(priorities, supportScript.priorities), 'normal'))}
</div>
<div class="field">
<label for="description">${support.description}</label>
<textarea id="description" rows="8" aria-describedby="description-help description-error" required></textarea>
<p class="help" id="description-help">${support.descriptionHelp}</p>
<p class="error" id="description-error" hidden></p>
</div>
${renderAttachments(context, 'new')}
<div class="actions"><button class="button" id="new-submit"><span>${support.send}</span></button><a class="button button-quiet" href="#">${support.cancel}</a></div>
</form>
</section>`;
}

/** What support staff decide about a ticket. */
function renderCare({ words: { support, supportScript } }: PageContext): Html {
  return html`<section class="panel care" id="care" aria-labelledby="care-heading" hidden>
<h2 class="unseen" id="care-heading">${support.care}</h2>
${select('care-state', support.state, options(pick(ticketStates, supportScript.states)))}
${select('care-assignee', support.assigned, html``)}
${select('care-priority', support.priority, options(pick(priorities, supportScript.priorities)))}
</section>`;
}

function renderReply(context: PageContext): Html {
  const { support } = context.words;
  const kind = (id: string, label: string, checked: Html | false) =>
    html`<label><input type="radio" name="kind" id="${id}"${checked}> ${label}</label>`;
  return html`<form class="panel reply" id="reply-form" method="dialog" novalidate>
<p class="message" id="reply-message" hidden></p>
<fieldset class="kinds" id="reply-kind" hidden><legend class="unseen">${support.kind}</legend>
${kind('kind-reply', support.toAsker, html` checked`)}
${kind('kind-internal', support.internal, false)}
</fieldset>
<p class="help" id="internal-help" hidden>${support.internalHelp}</p>
<div class="field">
<label for="reply"><span id="label-reply">${support.reply}</span><span id="label-internal" hidden>${support.internal}</span></label>
<textarea id="reply" rows="5" aria-describedby="reply-error" required></textarea>
<p class="error" id="reply-error" hidden></p>
</div>
${renderAttachments(context, 'reply')}
<div class="actions"><button class="button" id="reply-send"><span>${support.sendReply}</span></button><button type="button" class="button button-quiet" id="close-ticket"><span>${support.close}</span></button></div>
</form>
<div class="panel" id="closed" hidden><p>${support.closedText}</p><button type="button" class="button button-quiet" id="reopen"><span>${support.reopen}</span></button></div>`;
}

/** One ticket with its conversation. */
export function renderTicket(context: PageContext): Html {
  const { support } = context.words;
  return html`<section id="ticket" aria-labelledby="ticket-subject" hidden>
<p class="back"><a href="#">${support.back}</a></p>
<h1 id="ticket-subject" tabindex="-1"></h1>
<p class="tags" id="ticket-tags"></p>
<p class="message" id="ticket-message" hidden></p>
<div id="ticket-body" hidden>
${renderCare(context)}
<h2 class="unseen">${support.conversation}</h2>
<ol class="entries" id="entries"></ol>
${renderReply(context)}
</div>
</section>`;
}
