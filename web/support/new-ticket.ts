import type { TicketView } from '../../lambdas/http/answers/support.ts';
import { ask, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import type { Drafts } from '../shared/drafts.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { fill } from '../shared/format.ts';
import { messageAt } from '../shared/message.ts';
import { isOutcomeUnknown, problemSentence } from '../shared/problem-words.ts';
import { type Submission, submissionOf } from '../shared/submission.ts';
import { createFiles } from './files.ts';
import { problems, words } from './page-words.ts';
import { isLonger, MOST_SUBJECT, MOST_TEXT } from './sizes.ts';

/** Where the draft of a new ticket is kept. */
const DRAFT = 'new';

/** The form for a new ticket. */
export interface NewTicket {
  open(drafts: Drafts): void;
  close(): void;
}

interface Ways {
  readonly left: (problem: Problem) => boolean;
  readonly registered: (ticket: TicketView) => void;
}

type Body = Readonly<Record<'subject' | 'category' | 'priority' | 'text', string>> & {
  readonly attachments: readonly string[];
};

/** Prepares the form. */
export function createNewTicket({ left, registered }: Ways): NewTicket {
  const section = find('new', HTMLElement);
  const [subject, text] = [find('subject', HTMLInputElement), find('description', HTMLTextAreaElement)];
  const [category, priority] = [find('category', HTMLSelectElement), find('priority', HTMLSelectElement)];
  const [message, button] = [messageAt('new-message'), busyButton(find('new-submit', HTMLButtonElement))];
  let drafts: Drafts | undefined;
  let unanswered: Submission<Body> | undefined;

  const keep = () =>
    drafts?.write(DRAFT, {
      text: text.value,
      subject: subject.value,
      category: category.value,
      priority: priority.value,
      files: files.uploaded(),
    });
  const files = createFiles('new', {
    begin: (file) => ask('POST /api/tickets/attachments', { body: file }),
    left,
    changed: keep,
  });
  const clear = () => {
    find('new-form', HTMLFormElement).reset();
    files.clear();
    message.clear();
    for (const field of [subject, text]) acceptField(field);
    unanswered = undefined;
  };
  const restore = () => {
    clear();
    const draft = drafts?.read(DRAFT);
    if (!draft) return;
    subject.value = draft.subject ?? '';
    text.value = draft.text;
    if (draft.category) category.value = draft.category;
    if (draft.priority) priority.value = draft.priority;
    files.restore(draft.files ?? []);
    message.tell('calm', words.draftKept);
  };
  const read = (): Body | undefined => {
    const ready = files.ready();
    const wrongText = wrongIn(text.value, MOST_TEXT, words.missingText);
    const wrongSubject = wrongIn(subject.value, MOST_SUBJECT, words.missingSubject);
    if ('sentence' in ready) message.tell('bad', ready.sentence);
    // From the last to the first, so that the focus ends up in the first.
    if (wrongText !== undefined) refuseField(text, wrongText);
    if (wrongSubject !== undefined) refuseField(subject, wrongSubject);
    if ('sentence' in ready || wrongText !== undefined || wrongSubject !== undefined) return undefined;
    const { attachments } = ready;
    const [chosen, urgency] = [category.value, priority.value];
    return { subject: subject.value.trim(), category: chosen, priority: urgency, text: text.value.trim(), attachments };
  };
  const send = async () => {
    message.clear();
    const body = read();
    if (!body) return;
    unanswered = submissionOf(body, unanswered);
    const outcome = await ask('POST /api/tickets', unanswered);
    if (outcome.ok) {
      drafts?.remove(DRAFT);
      clear();
      return registered(outcome.answer);
    }
    if (!isOutcomeUnknown(outcome.problem)) unanswered = undefined;
    if (!left(outcome.problem)) message.tell('bad', problemSentence(outcome.problem, problems));
  };
  for (const field of [subject, text]) {
    field.addEventListener('input', () => {
      acceptField(field);
      keep();
    });
  }
  for (const field of [category, priority]) field.addEventListener('change', keep);
  find('new-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(words.sending, send);
  });
  return {
    open(own) {
      drafts = own;
      section.hidden = false;
      restore();
    },
    close() {
      drafts = undefined;
      section.hidden = true;
      clear();
    },
  };
}

function wrongIn(text: string, most: number, missing: string): string | undefined {
  if (text.trim() === '') return missing;
  return isLonger(text.trim(), most) ? fill(words.tooLong, { most }) : undefined;
}
