import { ask, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find, pageLocale } from '../shared/dom.ts';
import { problems } from '../shared/form-words.ts';
import { fill } from '../shared/format.ts';
import { messageAt } from '../shared/message.ts';
import { isOutcomeUnknown, problemSentence } from '../shared/problem-words.ts';
import { randomKey } from '../shared/submission.ts';
import { address, words } from './page-words.ts';
import { createProofs, type Proof } from './proof.ts';
import { accept, isFilled, refuse } from './text-field.ts';
import { createUploads } from './uploads.ts';

/** What is on its way: the same again after a lost answer is recognised by its key. */
interface Underway {
  readonly fields: string;
  readonly key: string;
  readonly proof: Proof;
}

/** Prepares the contact form; `sent` is called once the message has arrived. */
export function createContactForm(sent: () => void): { open(): void } {
  const name = find('name', HTMLInputElement);
  const email = find('email', HTMLInputElement);
  const what = find('what', HTMLTextAreaElement);
  const message = messageAt('ask-message');
  const button = busyButton(find('ask-submit', HTMLButtonElement));
  const proofs = createProofs();
  const uploads = createUploads(proofs, (sentence) => message.tell('bad', sentence));
  let underway: Underway | undefined;

  function isComplete(): boolean {
    // From the last to the first, so that the focus ends up in the first.
    const filled = [
      isFilled(what, words.missingText, words.tooLong),
      isFilled(email, words.badEmail),
      isFilled(name, words.missingName),
    ];
    return filled.every((one) => one);
  }

  async function submit(): Promise<void> {
    message.clear();
    if (!isComplete()) return;
    const attachments = uploads.ids();
    if (attachments === undefined) return message.tell('bad', words.stillUploading);
    const website = find('website', HTMLInputElement).value;
    const fields = {
      name: name.value,
      email: email.value,
      text: what.value,
      locale: pageLocale(),
      attachments,
      website,
    };
    const problem = (await send(fields)) ?? (await again(fields));
    if (problem === 'sent') sent();
    else if (problem.code === 'email-invalid') refuse(email, words.badEmail);
    else if (problem.code === 'too-many-attempts') message.tell('bad', fill(words.tooMany, { address }));
    else message.tell('bad', problemSentence(problem, problems));
  }

  /** The puzzle was too old, or used: nobody has to know. */
  async function again(fields: object): Promise<Problem | 'sent'> {
    proofs.renew();
    underway = undefined;
    return (await send(fields)) ?? { code: 'puzzle-wrong' };
  }

  /** `undefined`: it takes another puzzle. */
  async function send(fields: object): Promise<Problem | 'sent' | undefined> {
    const typed = JSON.stringify(fields);
    if (underway !== undefined && underway.fields !== typed) proofs.renew();
    const proof = underway?.fields === typed ? ({ ok: true, answer: underway.proof } as const) : await proofs.ready();
    if (!proof.ok) return proof.problem;
    const next = underway?.fields === typed ? underway : { fields: typed, key: randomKey(), proof: proof.answer };
    const outcome = await ask('POST /api/help/messages', {
      body: { ...fields, ...next.proof },
      idempotencyKey: next.key,
    });
    if (outcome.ok) return 'sent';
    underway = isOutcomeUnknown(outcome.problem) ? next : undefined;
    return outcome.problem.code === 'puzzle-wrong' ? undefined : outcome.problem;
  }

  const form = find('ask-form', HTMLFormElement);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void button.run(words.sending, submit);
  });
  form.addEventListener('input', (event) => {
    proofs.begin();
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) accept(event.target);
  });
  return { open: () => name.focus() };
}
