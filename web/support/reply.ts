import type { TicketView } from '../../lambdas/http/answers/support.ts';
import { ask, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find, pageLocale } from '../shared/dom.ts';
import type { Drafts } from '../shared/drafts.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { fill, plural } from '../shared/format.ts';
import { messageAt } from '../shared/message.ts';
import { isOutcomeUnknown } from '../shared/problem-words.ts';
import { type Submission, submissionOf } from '../shared/submission.ts';
import { createFiles } from './files.ts';
import { words } from './page-words.ts';
import { isLonger, MOST_TEXT } from './sizes.ts';

/** The form for a reply or, for support staff, a remark among themselves. */
export interface Reply {
  open(ticket: string, drafts: Drafts): void;
  /** Whether the ticket takes replies, and remarks. */
  allow(ticket: TicketView): void;
  /** Others have added so many entries: who is writing learns it, and loses nothing. */
  meanwhile(count: number): void;
  tell(tone: 'bad' | 'calm', sentence: string): void;
  close(): void;
}

interface Ways {
  readonly left: (problem: Problem) => boolean;
  readonly sent: (ticket: TicketView) => void;
  /** Tells what stood in the way. */
  readonly refused: (problem: Problem) => void;
}

interface Body extends Readonly<Record<string, unknown>> {
  readonly text: string;
  readonly attachments: readonly string[];
  readonly internal?: true;
}

/** Prepares the form. */
export function createReply({ left, sent, refused }: Ways): Reply {
  const text = find('reply', HTMLTextAreaElement);
  const internal = find('kind-internal', HTMLInputElement);
  const form = find('reply-form', HTMLFormElement);
  const [message, button] = [messageAt('reply-message'), busyButton(find('reply-send', HTMLButtonElement))];
  let at: { readonly ticket: string; readonly drafts: Drafts } | undefined;
  let unanswered: Submission<Body> | undefined;
  let missed = 0;

  const showKind = () => {
    form.classList.toggle('internal', internal.checked);
    find('label-reply', HTMLElement).hidden = internal.checked;
    for (const id of ['label-internal', 'internal-help']) find(id, HTMLElement).hidden = !internal.checked;
  };
  const keep = () =>
    at?.drafts.write(at.ticket, { text: text.value, internal: internal.checked, files: files.uploaded() });
  const files = createFiles('reply', {
    begin: (file) => ask('POST /api/tickets/attachments', { body: file }),
    left,
    changed: keep,
  });
  const clear = () => {
    form.reset();
    files.clear();
    message.clear();
    acceptField(text);
    showKind();
    unanswered = undefined;
    missed = 0;
  };
  const read = (): Body | undefined => {
    const ready = files.ready();
    const said = text.value.trim();
    if ('sentence' in ready) message.tell('bad', ready.sentence);
    if (said === '') refuseField(text, words.missingReply);
    else if (isLonger(said, MOST_TEXT)) refuseField(text, fill(words.tooLong, { most: MOST_TEXT }));
    else if (!('sentence' in ready)) {
      return { text: said, attachments: ready.attachments, ...(internal.checked && { internal: true }) };
    }
    return undefined;
  };
  const send = async () => {
    message.clear();
    const [body, place] = [read(), at];
    if (!body || !place) return;
    unanswered = submissionOf(body, unanswered);
    const params = { ticket: place.ticket };
    const outcome = await ask('POST /api/tickets/{ticket}/replies', { ...unanswered, params });
    if (outcome.ok) place.drafts.remove(place.ticket);
    // Another ticket may be open by now.
    if (at?.ticket !== place.ticket) return;
    if (!outcome.ok) return refuse(outcome.problem);
    clear();
    sent(outcome.answer);
    message.tell('calm', body.internal ? words.remarked : words.sent);
  };
  const refuse = (problem: Problem) => {
    if (!isOutcomeUnknown(problem)) unanswered = undefined;
    if (!left(problem)) refused(problem);
  };
  text.addEventListener('input', () => {
    acceptField(text);
    keep();
  });
  for (const id of ['kind-reply', 'kind-internal']) {
    find(id, HTMLInputElement).addEventListener('change', () => {
      showKind();
      keep();
    });
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(words.sending, send);
  });
  return {
    open(ticket, drafts) {
      at = undefined;
      clear();
      const draft = drafts.read(ticket);
      at = { ticket, drafts };
      if (!draft) return;
      text.value = draft.text;
      internal.checked = draft.internal === true;
      files.restore(draft.files ?? []);
      showKind();
      message.tell('calm', words.draftKept);
    },
    allow({ state, staff }) {
      form.hidden = state === 'closed';
      find('reply-kind', HTMLElement).hidden = !staff;
      if (!staff) internal.checked = false;
      showKind();
    },
    meanwhile(count) {
      if (text.value.trim() === '') return;
      missed += count;
      message.tell('calm', plural(words.meanwhile, missed, pageLocale()));
    },
    tell: message.tell,
    close() {
      at = undefined;
      clear();
    },
  };
}
