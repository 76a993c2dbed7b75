import type { TicketEntry, TicketView } from '../../lambdas/http/answers/support.ts';
import { ask, type Outcome } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find, pageLocale } from '../shared/dom.ts';
import { element, linkButton } from '../shared/element.ts';
import { problems } from '../shared/form-words.ts';
import { dateAndTime, fill } from '../shared/format.ts';
import { type Message, messageAt } from '../shared/message.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { type Submission, submissionOf } from '../shared/submission.ts';
import { createFiles, type Files } from '../support/files.ts';
import { words } from './page-words.ts';
import { accept, isFilled } from './text-field.ts';

export interface Ways {
  readonly shown: () => void;
  readonly ended: () => void;
  /** The link may be good, and nobody knows. */
  readonly failed: (sentence: string) => void;
}

interface Following {
  readonly token: string;
  readonly ways: Ways;
  readonly message: Message;
  readonly reply: HTMLTextAreaElement;
  readonly files: Files;
  unanswered: Submission<{ token: string; text: string; attachments: readonly string[] }> | undefined;
}

/** Shows the ticket behind the link of a receipt, and takes replies. */
export async function followTicket(token: string, ways: Ways): Promise<void> {
  const reply = find('reply', HTMLTextAreaElement);
  const files = createFiles('reply', {
    begin: (file) => ask('POST /api/help/ticket/uploads', { body: { token, ...file } }),
    left({ code }) {
      if (code === 'link-ended') ways.ended();
      return code === 'link-ended';
    },
    changed: () => undefined,
  });
  const following: Following = {
    token,
    ways,
    message: messageAt('ticket-message'),
    reply,
    files,
    unanswered: undefined,
  };
  const button = busyButton(find('reply-submit', HTMLButtonElement));
  find('reply-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(words.sending, () => send(following));
  });
  reply.addEventListener('input', () => accept(reply));
  if (take(following, await ask('POST /api/help/ticket', { body: { token } }))) ways.shown();
}

/** Shows the ticket, if that is the answer. */
function take(following: Following, outcome: Outcome<TicketView>): boolean {
  const { ended, failed } = following.ways;
  if (outcome.ok) show(outcome.answer, (attachment) => void download(following, attachment));
  else if (outcome.problem.code === 'link-ended') ended();
  else failed(problemSentence(outcome.problem, problems));
  return outcome.ok;
}

async function send(following: Following): Promise<void> {
  const { token, reply, files, message } = following;
  message.clear();
  if (!isFilled(reply, words.missingReply, words.tooLong)) return;
  const ready = files.ready();
  if ('sentence' in ready) return message.tell('bad', ready.sentence);
  following.unanswered = submissionOf({ token, text: reply.value, ...ready }, following.unanswered);
  const { body, idempotencyKey } = following.unanswered;
  if (!take(following, await ask('POST /api/help/ticket/replies', { body, idempotencyKey }))) return;
  following.unanswered = undefined;
  reply.value = '';
  files.clear();
  message.tell('calm', words.replied);
}

async function download({ token, message }: Following, attachment: string): Promise<void> {
  message.clear();
  const outcome = await ask('POST /api/help/ticket/attachments', { body: { token, attachment } });
  // Always a download: the page stays.
  if (outcome.ok) element('a', { href: outcome.answer.url, rel: 'noreferrer' }).click();
  else message.tell('bad', problemSentence(outcome.problem, problems));
}

type Download = (attachment: string) => void;

function show({ number, subject, state, entries }: TicketView, download: Download): void {
  find('ticket-heading', HTMLElement).textContent = subject;
  find('ticket-state', HTMLElement).textContent = `${fill(words.number, { number })} · ${words.states[state]}`;
  find('entries', HTMLElement).replaceChildren(...entries.map((entry) => render(entry, download)));
  find('reply-form', HTMLElement).hidden = state === 'closed';
  find('ticket-closed', HTMLElement).hidden = state !== 'closed';
}

function render({ author, at, text, changed, attachments }: TicketEntry, download: Download): HTMLElement {
  const who = author.you ? words.you : `${author.name} · ${words.support}`;
  const when = element('time', { class: 'help', datetime: at }, dateAndTime(at, pageLocale()));
  const state = changed?.state;
  return element(
    'li',
    { class: author.staff ? 'entry entry-support' : 'entry' },
    element('header', {}, element('strong', {}, who), when),
    text === undefined ? undefined : element('p', { class: 'said' }, text),
    state === undefined ? undefined : element('p', {}, fill(words.stateChanged, { state: words.states[state] })),
    ...attachments.map(({ id, name }) =>
      element(
        'p',
        { class: 'help attached' },
        linkButton(name, name, () => download(id)),
      ),
    ),
  );
}
