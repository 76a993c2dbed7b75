import type { OwnAccount } from '../../lambdas/http/answers/steps.ts';
import { ask, type Problem } from '../shared/api.ts';
import { problems } from '../shared/form-words.ts';
import { messageAt } from '../shared/message.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { submissionOf } from '../shared/submission.ts';
import { words } from './change-words.ts';
import { createCodeForm } from './code-form.ts';
import { createConfirmation } from './confirmation.ts';
import { beginFrame, type Frame } from './frame.ts';
import { createNaming } from './naming.ts';
import { showAccount } from './own-account.ts';
import { forgetOwner, showOwner } from './owner.ts';
import { enablePreferences } from './preferences.ts';
import { createSteps } from './steps.ts';

const form = createCodeForm();
const steps = createSteps(['confirm', 'code-panel', 'phone-confirm', 'name-email', 'name-phone'], () => {
  form.close();
  confirmation.clear();
});
const confirmation = createConfirmation(steps, form, () => frame);

async function showOwn(): Promise<void> {
  const outcome = await ask('GET /api/account');
  if (outcome.ok) take(outcome.answer);
  else if (!frame.left(outcome.problem)) tell(outcome.problem);
}

function take(account: OwnAccount): void {
  confirmation.know(account.email);
  showAccount(account);
}

function tell(problem: Problem): void {
  messageAt('overview-message').tell('bad', problemSentence(problem, problems));
}

const frame: Frame = beginFrame({
  show() {
    showOwner();
    void showOwn();
  },
  forget: forgetOwner,
});

/** Back to the overview, which shows what there is now. */
async function done(sentence: string): Promise<void> {
  await showOwn();
  steps.close('calm', sentence);
}

async function removePhone(flow: string): Promise<void> {
  const outcome = await ask('POST /api/account/phone/removal', submissionOf({ flow }, undefined));
  if (outcome.ok) return done(words.phoneRemoved);
  if (!frame.left(outcome.problem)) steps.close('bad', problemSentence(outcome.problem, problems));
}

const ways = { steps, form, frame: () => frame, done };
const [email, phone] = [createNaming('email', ways), createNaming('phone', ways)];
const onPress = (id: string, begin: () => void) => document.getElementById(id)?.addEventListener('click', begin);

onPress('change-email', () => confirmation.begin('change-email', email));
onPress('change-phone', () => confirmation.begin('change-phone', phone));
onPress('remove-phone', () => confirmation.begin('change-phone', (flow) => void removePhone(flow)));
enablePreferences({ frame: () => frame, take, tell });
