import type { CodeStep, NewPasswordStep } from '../../lambdas/http/answers/steps.ts';
import { showNotices } from '../notices/notices.ts';
import { announce } from '../shared/announce.ts';
import { ask } from '../shared/api.ts';
import { find } from '../shared/dom.ts';
import { problems } from '../shared/form-words.ts';
import { enableHelp } from '../shared/help.ts';
import {
  identifierHint,
  methodHint,
  openFlowHint,
  openPhoneHint,
  phonesSeenHint,
  signedInHint,
} from '../shared/hints.ts';
import { enableLanguages } from '../shared/languages.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { pathAfterSignIn } from '../shared/return-path.ts';
import { createCodeStep } from './code-step.ts';
import { enableMethods, type Method } from './methods.ts';
import { createNewPasswordStep } from './new-password-step.ts';
import { words } from './page-words.ts';
import { createPhoneLoader } from './phone-loader.ts';
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

/** Goes on as who is signed in; the way is what is offered first the next time. */
function goIn(method: Method): void {
  announce(words.signedIn);
  identifierHint.clear();
  openPhoneHint.clear();
  methodHint.write(method);
  phonesSeenHint.clear();
  signedInHint.write('yes');
  location.replace(pathAfterSignIn());
}

const code = createCodeStep({
  async done() {
    goIn('password');
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

const phone = createPhoneLoader(() => goIn('mobile'));
const methods = enableMethods((method) => {
  if (method === 'mobile') void phone.open();
  else phone.close();
});

/** With Personal Mobile, where this tab waits for a phone or the person signed in that way last. */
function chooseMethod(): void {
  if (openPhoneHint.read() === undefined && methodHint.read() !== 'mobile') return;
  methods.choose('mobile');
  find('identifier', HTMLInputElement).focus();
}

function begin(): void {
  const reason = takeReason();
  const openFlow = openFlowHint.read();
  if (reason !== undefined) start.open('calm', words.why[reason]);
  else if (openFlow !== undefined) void resume(openFlow);
  // Only a browser where somebody signed in is sent on; a stranger costs no request.
  else if (signedInHint.read() !== undefined) location.replace(pathAfterSignIn());
  else start.open();
  if (openFlow === undefined || reason !== undefined) chooseMethod();
}

enableLanguages();
enableHelp();
void showNotices();
begin();
