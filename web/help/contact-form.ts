import type { Upload } from '../../lambdas/http/answers/support.ts';
import { ask, type Outcome, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find, pageLocale } from '../shared/dom.ts';
import { problems } from '../shared/form-words.ts';
import { fill } from '../shared/format.ts';
import { type Message, messageAt } from '../shared/message.ts';
import { isOutcomeUnknown, problemSentence } from '../shared/problem-words.ts';
import { randomKey } from '../shared/submission.ts';
import { createFiles, type Files } from '../support/files.ts';
import type { NewFile } from '../support/upload.ts';
import { address, words } from './page-words.ts';
import { createProofs, type Proof, type Proofs } from './proof.ts';
import { accept, isFilled, refuse } from './text-field.ts';

/** What is on its way: the same again after a lost answer is recognised by its key. */
interface Underway {
  readonly typed: string;
  readonly key: string;
  readonly proof: Proof;
}

interface Form {
  readonly name: HTMLInputElement;
  readonly email: HTMLInputElement;
  readonly what: HTMLTextAreaElement;
  readonly message: Message;
  readonly proofs: Proofs;
  readonly files: Files;
  underway: Underway | undefined;
}

function findForm(): Form {
  const proofs = createProofs();
  return {
    name: find('name', HTMLInputElement),
    email: find('email', HTMLInputElement),
    what: find('what', HTMLTextAreaElement),
    message: messageAt('ask-message'),
    proofs,
    files: createFiles('ask', {
      begin: async (file) => (await beginUpload(proofs, file)) ?? (await beginAgain(proofs, file)),
      left: () => false,
      changed: () => undefined,
    }),
    underway: undefined,
  };
}

/** `undefined`: it takes another puzzle. */
async function beginUpload(proofs: Proofs, file: NewFile): Promise<Outcome<Upload> | undefined> {
  const proof = await proofs.ready();
  if (!proof.ok) return proof;
  const outcome = await ask('POST /api/help/attachments', { body: { ...proof.answer, ...file } });
  return outcome.ok || outcome.problem.code !== 'puzzle-wrong' ? outcome : undefined;
}

async function beginAgain(proofs: Proofs, file: NewFile): Promise<Outcome<Upload>> {
  proofs.renew();
  return (await beginUpload(proofs, file)) ?? { ok: false, problem: { code: 'puzzle-wrong' } };
}

/** Takes the focus to the first field that lacks something, if one does. */
function isComplete({ name, email, what }: Form): boolean {
  // From the last to the first, so that the focus ends up in the first.
  const filled = [
    isFilled(what, words.missingText, words.tooLong),
    isFilled(email, words.badEmail),
    isFilled(name, words.missingName),
  ];
  return filled.every((one) => one);
}

async function submit(form: Form, sent: () => void): Promise<void> {
  const { name, email, what, message, files } = form;
  message.clear();
  if (!isComplete(form)) return;
  const ready = files.ready();
  if ('sentence' in ready) return message.tell('bad', ready.sentence);
  const website = find('website', HTMLInputElement).value;
  const person = { name: name.value, email: email.value, locale: pageLocale() };
  const fields = { ...person, text: what.value, ...ready, website };
  const outcome = (await send(form, fields)) ?? (await sendAgain(form, fields));
  if (outcome === 'sent') sent();
  else if (outcome.code === 'email-invalid') refuse(email, words.badEmail);
  else if (outcome.code === 'too-many-attempts') message.tell('bad', fill(words.tooMany, { address }));
  else message.tell('bad', problemSentence(outcome, problems));
}

/** The puzzle was too old, or used: nobody has to know. */
async function sendAgain(form: Form, fields: object): Promise<Problem | 'sent'> {
  form.proofs.renew();
  return (await send(form, fields)) ?? { code: 'puzzle-wrong' };
}

/** `undefined`: it takes another puzzle. */
async function send(form: Form, fields: object): Promise<Problem | 'sent' | undefined> {
  const next = await prepare(form, JSON.stringify(fields));
  if ('code' in next) return next;
  const { key: idempotencyKey, proof } = next;
  const outcome = await ask('POST /api/help/messages', { body: { ...fields, ...proof }, idempotencyKey });
  if (outcome.ok) return 'sent';
  form.underway = isOutcomeUnknown(outcome.problem) ? next : undefined;
  return outcome.problem.code === 'puzzle-wrong' ? undefined : outcome.problem;
}

/** The unanswered request if it is the very same, else a new one, with a puzzle of its own. */
async function prepare({ underway, proofs }: Form, typed: string): Promise<Underway | Problem> {
  if (underway?.typed === typed) return underway;
  if (underway) proofs.renew();
  const proof = await proofs.ready();
  return proof.ok ? { typed, key: randomKey(), proof: proof.answer } : proof.problem;
}

/** Prepares the contact form; `sent` is called once the message has arrived. */
export function createContactForm(sent: () => void): { open(): void } {
  const form = findForm();
  const button = busyButton(find('ask-submit', HTMLButtonElement));
  const place = find('ask-form', HTMLFormElement);
  place.addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(words.sending, () => submit(form, sent));
  });
  place.addEventListener('input', ({ target }) => {
    form.proofs.begin();
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) accept(target);
  });
  return { open: () => form.name.focus() };
}
