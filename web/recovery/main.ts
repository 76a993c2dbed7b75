import { ask } from '../shared/api.ts';
import { formWords } from '../shared/form-words.ts';
import { enableHelp } from '../shared/help.ts';
import { openFlowHint, openRecoveryHint, signedInHint } from '../shared/hints.ts';
import { enableLanguages } from '../shared/languages.ts';
import { createAskStep } from './ask-step.ts';
import { createResetStep, waitingReset } from './reset-step.ts';

/** Forgot Password? where a code is sent. */
const who = createAskStep(formWords.missingUserName);
const reset = createResetStep({
  hint: openRecoveryHint,
  // Sessions have ended with the old password.
  done: () => signedInHint.clear(),
  ended: (sentence) => who.open('bad', sentence),
  changed: () => who.openToChange(),
});

who.onSubmit(async (identifier) => {
  const outcome = await ask('POST /api/recovery', { body: { identifier } });
  if (!outcome.ok) return outcome;
  // A deployment that has gone over to temporary passwords has another page by now.
  if (outcome.answer.step === 'sent') location.reload();
  else {
    // A browser has one flow: this one takes the place of a sign-in.
    openFlowHint.clear();
    who.close();
    reset.open(outcome.answer, identifier);
  }
  return outcome;
});

/** Goes on with the flow that this tab has open. */
async function resume(identifier: string): Promise<void> {
  who.close();
  const answer = await waitingReset();
  if (typeof answer !== 'string') return reset.open(answer, identifier);
  openRecoveryHint.clear();
  who.open('bad', answer);
}

enableLanguages();
enableHelp();
const identifier = openRecoveryHint.read();
if (identifier === undefined) who.open();
else void resume(identifier);
