import { ask } from '../shared/api.ts';
import { formWords } from '../shared/form-words.ts';
import { enableHelp } from '../shared/help.ts';
import { enableLanguages } from '../shared/languages.ts';
import { createAskStep } from './ask-step.ts';
import { createSentStep } from './sent-step.ts';

/** Forgot Password? where a temporary password is mailed. */
const who = createAskStep(formWords.missingUserName);
const sent = createSentStep(who);

who.onSubmit(async (identifier) => {
  const outcome = await ask('POST /api/recovery', { body: { identifier } });
  if (outcome.ok) sent.open();
  return outcome;
});

enableLanguages();
enableHelp();
who.open();
