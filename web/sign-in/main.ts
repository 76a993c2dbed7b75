import type { CodeStep, NewPasswordStep } from '../../lambdas/http/answers/steps.ts';
import { showNotices } from '../notices/notices.ts';
import { announce } from '../shared/announce.ts';
import { ask } from '../shared/api.ts';
import { problems } from '../shared/form-words.ts';
import { enableHelp } from '../shared/help.ts';
import { identifierHint, openFlowHint, signedInHint } from '../shared/hints.ts';
import { enableLanguages } from '../shared/languages.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { pathAfterSignIn } from '../shared/return-path.ts';
import { createCodeStep } from './code-step.ts';
import { enableMethods } from './methods.ts';
import { createNewPasswordStep } from './new-password-step.ts';
import { words } from './page-words.ts';
import { createStartStep } from './start-step.ts';
import { takeReason } from './why.ts';

/** Goes on where the server says that the sign-in stands. */
function goOn(answer: CodeStep | NewPasswordStep, identifier: string): void {
  start.close();
  if (answer.step === 'code') code.open(answer, identifier);
  else newPassword.open(answer, identifier);
}

const start = createStartStep(goOn);
const newPassword = createNewPasswordStep({
  replaced: goOn,
  ended: (sentence) => start.open('bad', sentence),
  changed: () => start.openToChange(),
});

const code = createCodeStep({
  async done() {
    announce(words.signedIn);
    identifierHint.clear();
    signedInHint.write('yes');
    location.replace(pathAfterSignIn());
    // The button goes on saying that it works until the page is gone.
    return new Promise<never>(() => {});
  },
  ended: (sentence) => start.open('bad', sentence),
  changed: () => start.openToChange(),
});

/** Goes on with a flow that this tab has open. */
async function resume(identifier: string): Promise<void> {
  start.close();
  const outcome = await ask('GET /api/sign-in');
  if (outcome.ok && outcome.answer.step !== 'start') return goOn(outcome.answer, identifier);
  openFlowHint.clear();
  start.open('bad', outcome.ok ? problems['flow-ended'] : problemSentence(outcome.problem, problems));
}

function begin(): void {
  const reason = takeReason();
  const openFlow = openFlowHint.read();
  if (reason !== undefined) start.open('calm', words.why[reason]);
  else if (openFlow !== undefined) void resume(openFlow);
  // Only a browser where somebody signed in is sent on; a stranger costs no request.
  else if (signedInHint.read() !== undefined) location.replace(pathAfterSignIn());
  else start.open();
}

enableLanguages();
enableHelp();
void showNotices();
enableMethods();
begin();
