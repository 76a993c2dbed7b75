import { createOwnData } from '../own-data/own-data.ts';
import { words as ownWords } from '../own-data/page-words.ts';
import { download } from '../own-data/take-along.ts';
import { ask } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import { problems } from '../shared/form-words.ts';
import { messageAt } from '../shared/message.ts';
import { createNewPassword } from '../shared/new-password.ts';
import { isOutcomeUnknown, problemSentence } from '../shared/problem-words.ts';
import { type Submission, submissionOf } from '../shared/submission.ts';
import { words } from './change-words.ts';
import { createCodeForm } from './code-form.ts';
import { createConfirmation } from './confirmation.ts';
import { beginFrame, type Frame } from './frame.ts';
import { forgetOwner, showOwner } from './owner.ts';
import { createSteps } from './steps.ts';

const form = createCodeForm();
const fields = createNewPassword();
const message = messageAt('new-password-message');
const button = busyButton(find('new-password-submit', HTMLButtonElement));
let flow: string | undefined;
let unanswered: Submission<{ readonly flow: string; readonly password: string }> | undefined;

const steps = createSteps(['confirm', 'code-panel', 'phone-confirm', 'new-password-step'], () => {
  form.close();
  confirmation.clear();
  fields.clear();
  message.clear();
  flow = undefined;
  unanswered = undefined;
});
const confirmation = createConfirmation(steps, form, () => frame);
const ownData = createOwnData((problem) => frame.left(problem));
const frame: Frame = beginFrame({
  show(session) {
    showOwner();
    confirmation.know(session.account.email);
    if (flow === undefined) fields.begin(session.account.email);
    ownData.refresh();
  },
  forget(known) {
    forgetOwner(known);
    ownData.forget();
  },
});

async function setPassword(): Promise<void> {
  const password = fields.read();
  if (flow === undefined || password === undefined) return;
  message.clear();
  unanswered = submissionOf({ flow, password }, unanswered);
  const outcome = await ask('PUT /api/account/password', unanswered);
  if (outcome.ok) return steps.close('calm', words.passwordChanged);
  const { problem } = outcome;
  if (!isOutcomeUnknown(problem)) unanswered = undefined;
  if (frame.left(problem)) return;
  if (problem.code === 'password-refused') return fields.refuse(problem.rules ?? []);
  const sentence = problemSentence(problem, problems);
  if (isOutcomeUnknown(problem)) return message.tell('bad', sentence);
  steps.close('bad', sentence);
}

find('change-password', HTMLButtonElement).addEventListener('click', () =>
  confirmation.begin('change-password', (confirmed) => {
    flow = confirmed;
    steps.show('new-password-step');
    fields.focus();
  }),
);
find('new-password-form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  void button.run(words.saving, setPassword);
});

const downloadButton = find('download-data', HTMLButtonElement);
const downloading = busyButton(downloadButton);
downloadButton.addEventListener('click', () =>
  confirmation.begin('download-data', (confirmed) => void downloading.run(ownWords.downloading, () => take(confirmed))),
);

async function take(confirmed: string): Promise<void> {
  const problem = await download(confirmed);
  if (!problem) return steps.close('calm', ownWords.downloaded);
  if (!frame.left(problem)) steps.close('bad', problemSentence(problem, problems));
}
