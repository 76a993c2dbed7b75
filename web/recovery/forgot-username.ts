import { ask } from '../shared/api.ts';
import { formWords } from '../shared/form-words.ts';
import { enableLanguages } from '../shared/languages.ts';
import { createAskStep } from './ask-step.ts';
import { createSentStep } from './sent-step.ts';

/** Forgot Username: a reminder is mailed. */
const who = createAskStep(formWords.missingEmail);
const sent = createSentStep(who);

who.onSubmit(async (identifier) => {
  const outcome = await ask('POST /api/recovery/username', { body: { identifier } });
  if (outcome.ok) sent.open();
  return outcome;
});

enableLanguages();
who.open();
