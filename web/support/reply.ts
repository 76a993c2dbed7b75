import type { TicketView } from '../../lambdas/http/answers/support.ts';
import { ask, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find, pageLocale } from '../shared/dom.ts';
import type { Drafts } from '../shared/drafts.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { fill, plural } from '../shared/format.ts';
import { type Message, messageAt } from '../shared/message.ts';
import { isOutcomeUnknown } from '../shared/problem-words.ts';
import { type Submission, submissionOf } from '../shared/submission.ts';
import { createFiles, type Files } from './files.ts';
import { words } from './page-words.ts';
import { isLonger, MOST_TEXT } from './sizes.ts';

/** The form for a reply or, for support staff, a remark among themselves. */
export interface Reply {
  open(ticket: string, drafts: Drafts): void;
  /** Whether the ticket takes replies, and remarks. */
  allow(ticket: TicketView): void;
  /** Others have added so many entries: who is writing learns it, and loses nothing. */
  meanwhile(count: number): void;
  tell: Message['tell'];
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

/** The form as it stands. */
interface OpenReply {
  readonly ways: Ways;
  readonly message: Message;
  readonly files: Files;
  at: { readonly ticket: string; readonly drafts: Drafts } | undefined;
  unanswered: Submission<Body> | undefined;
  /** Entries that came while something stood in the field. */
  missed: number;
}

const form = find('reply-form', HTMLFormElement);
const text = find('reply', HTMLTextAreaElement);
const internal = find('kind-internal', HTMLInputElement);

function showKind(): void {
  form.classList.toggle('internal', internal.checked);
  find('label-reply', HTMLElement).hidden = internal.checked;
  for (const id of ['label-internal', 'internal-help']) find(id, HTMLElement).hidden = !internal.checked;
}

function keep({ at, files }: OpenReply): void {
  at?.drafts.write(at.ticket, { text: text.value, internal: internal.checked, files: files.uploaded() });
}

function clear(reply: OpenReply): void {
  form.reset();
  reply.files.clear();
  reply.message.clear();
  acceptField(text);
  showKind();
  reply.unanswered = undefined;
  reply.missed = 0;
}

/** What was written, if it can be sent. */
function read({ files, message }: OpenReply): Body | undefined {
  const ready = files.ready();
  const said = text.value.trim();
  if ('sentence' in ready) message.tell('bad', ready.sentence);
  if (said === '') refuseField(text, words.missingReply);
  else if (isLonger(said, MOST_TEXT)) refuseField(text, fill(words.tooLong, { most: MOST_TEXT }));
  else if (!('sentence' in ready)) {
    return { text: said, attachments: ready.attachments, ...(internal.checked && { internal: true }) };
  }
  return undefined;
}

async function send(reply: OpenReply): Promise<void> {
  reply.message.clear();
  const [body, place] = [read(reply), reply.at];
  if (!body || !place) return;
  reply.unanswered = submissionOf(body, reply.unanswered);
  const params = { ticket: place.ticket };
  const outcome = await ask('POST /api/tickets/{ticket}/replies', { ...reply.unanswered, params });
  if (outcome.ok) place.drafts.remove(place.ticket);
  // Another ticket may be open by now.
  if (reply.at?.ticket !== place.ticket) return;
  if (!outcome.ok) {
    if (!isOutcomeUnknown(outcome.problem)) reply.unanswered = undefined;
    if (!reply.ways.left(outcome.problem)) reply.ways.refused(outcome.problem);
    return;
  }
  clear(reply);
  reply.ways.sent(outcome.answer);
  reply.message.tell('calm', body.internal ? words.remarked : words.sent);
}

function begin(reply: OpenReply, ticket: string, drafts: Drafts): void {
  reply.at = undefined;
  clear(reply);
  reply.at = { ticket, drafts };
  const draft = drafts.read(ticket);
  if (!draft) return;
  text.value = draft.text;
  internal.checked = draft.internal === true;
  reply.files.restore(draft.files ?? []);
  showKind();
  reply.message.tell('calm', words.draftKept);
}

function listen(reply: OpenReply): void {
  const button = busyButton(find('reply-send', HTMLButtonElement));
  text.addEventListener('input', () => {
    acceptField(text);
    keep(reply);
  });
  for (const id of ['kind-reply', 'kind-internal']) {
    find(id, HTMLInputElement).addEventListener('change', () => {
      showKind();
      keep(reply);
    });
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(words.sending, () => send(reply));
  });
}

/** Prepares the form. */
export function createReply(ways: Ways): Reply {
  const files = createFiles('reply', {
    begin: (file) => ask('POST /api/tickets/attachments', { body: file }),
    left: ways.left,
    changed: () => keep(reply),
  });
  const message = messageAt('reply-message');
  const reply: OpenReply = { ways, message, files, at: undefined, unanswered: undefined, missed: 0 };
  listen(reply);
  return {
    open: (ticket, drafts) => begin(reply, ticket, drafts),
    allow({ state, staff }) {
      form.hidden = state === 'closed';
      find('reply-kind', HTMLElement).hidden = !staff;
      if (!staff) internal.checked = false;
      showKind();
    },
    meanwhile(count) {
      if (text.value.trim() === '') return;
      reply.missed += count;
      message.tell('calm', plural(words.meanwhile, reply.missed, pageLocale()));
    },
    tell: message.tell,
    close() {
      reply.at = undefined;
      clear(reply);
    },
  };
}
