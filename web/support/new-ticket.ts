import type { TicketView } from '../../lambdas/http/answers/support.ts';
import { ask, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import type { Drafts } from '../shared/drafts.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { fill } from '../shared/format.ts';
import { type Message, messageAt } from '../shared/message.ts';
import { isOutcomeUnknown, problemSentence } from '../shared/problem-words.ts';
import { type Submission, submissionOf } from '../shared/submission.ts';
import { createFiles, type Files } from './files.ts';
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

/** The form as it stands. */
interface OpenForm {
  readonly ways: Ways;
  readonly message: Message;
  readonly files: Files;
  drafts: Drafts | undefined;
  unanswered: Submission<Body> | undefined;
}

const form = find('new-form', HTMLFormElement);
const [subject, text] = [find('subject', HTMLInputElement), find('description', HTMLTextAreaElement)];
const [category, priority] = [find('category', HTMLSelectElement), find('priority', HTMLSelectElement)];

const chosen = () => ({ category: category.value, priority: priority.value });

function keep({ drafts, files }: OpenForm): void {
  drafts?.write(DRAFT, { text: text.value, subject: subject.value, ...chosen(), files: files.uploaded() });
}

function clear(open: OpenForm): void {
  form.reset();
  open.files.clear();
  open.message.clear();
  for (const field of [subject, text]) acceptField(field);
  open.unanswered = undefined;
}

function restore(open: OpenForm): void {
  clear(open);
  const draft = open.drafts?.read(DRAFT);
  if (!draft) return;
  subject.value = draft.subject ?? '';
  text.value = draft.text;
  if (draft.category) category.value = draft.category;
  if (draft.priority) priority.value = draft.priority;
  open.files.restore(draft.files ?? []);
  open.message.tell('calm', words.draftKept);
}

function wrongIn(value: string, most: number, missing: string): string | undefined {
  if (value.trim() === '') return missing;
  return isLonger(value.trim(), most) ? fill(words.tooLong, { most }) : undefined;
}

/** What was written, if it can be sent. */
function read({ files, message }: OpenForm): Body | undefined {
  const ready = files.ready();
  const wrongText = wrongIn(text.value, MOST_TEXT, words.missingText);
  const wrongSubject = wrongIn(subject.value, MOST_SUBJECT, words.missingSubject);
  if ('sentence' in ready) message.tell('bad', ready.sentence);
  // From the last to the first, so that the focus ends up in the first.
  if (wrongText !== undefined) refuseField(text, wrongText);
  if (wrongSubject !== undefined) refuseField(subject, wrongSubject);
  if ('sentence' in ready || wrongText !== undefined || wrongSubject !== undefined) return undefined;
  return { subject: subject.value.trim(), ...chosen(), text: text.value.trim(), attachments: ready.attachments };
}

async function send(open: OpenForm): Promise<void> {
  open.message.clear();
  const body = read(open);
  if (!body) return;
  open.unanswered = submissionOf(body, open.unanswered);
  const outcome = await ask('POST /api/tickets', open.unanswered);
  if (outcome.ok) {
    open.drafts?.remove(DRAFT);
    clear(open);
    return open.ways.registered(outcome.answer);
  }
  if (!isOutcomeUnknown(outcome.problem)) open.unanswered = undefined;
  if (!open.ways.left(outcome.problem)) open.message.tell('bad', problemSentence(outcome.problem, problems));
}

function listen(open: OpenForm): void {
  const button = busyButton(find('new-submit', HTMLButtonElement));
  for (const field of [subject, text]) {
    field.addEventListener('input', () => {
      acceptField(field);
      keep(open);
    });
  }
  for (const field of [category, priority]) field.addEventListener('change', () => keep(open));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(words.sending, () => send(open));
  });
}

/** Prepares the form. */
export function createNewTicket(ways: Ways): NewTicket {
  const section = find('new', HTMLElement);
  const files = createFiles('new', {
    begin: (file) => ask('POST /api/tickets/attachments', { body: file }),
    left: ways.left,
    changed: () => keep(open),
  });
  const open: OpenForm = { ways, message: messageAt('new-message'), files, drafts: undefined, unanswered: undefined };
  listen(open);
  return {
    open(drafts) {
      open.drafts = drafts;
      section.hidden = false;
      restore(open);
    },
    close() {
      open.drafts = undefined;
      section.hidden = true;
      clear(open);
    },
  };
}
