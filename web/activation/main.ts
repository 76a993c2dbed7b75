import { createAskStep } from '../recovery/ask-step.ts';
import { createResetStep, waitingReset } from '../recovery/reset-step.ts';
import { createSentStep } from '../recovery/sent-step.ts';
import { ask } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import { formWords } from '../shared/form-words.ts';
import { enableHelp } from '../shared/help.ts';
import { invitationHint, openActivationHint, openFlowHint } from '../shared/hints.ts';
import { enableLanguages } from '../shared/languages.ts';
import { takeInvitation } from './invitation.ts';
import { words } from './page-words.ts';

const invitation = takeInvitation();
const who = createAskStep(formWords.missingEmail);
const sent = createSentStep(who);
const reset = createResetStep({
  hint: openActivationHint,
  done: () => invitationHint.clear(),
  ended: (sentence) => who.open('bad', sentence),
  changed: () => who.openToChange(),
});
const renewButton = find('renew', HTMLButtonElement);
const renewing = busyButton(renewButton);

async function renew(identifier: string) {
  const outcome = await ask('POST /api/invitation/renew', { body: { identifier } });
  if (outcome.ok) sent.open();
  return outcome;
}

async function activate(identifier: string, secret: string) {
  const outcome = await ask('POST /api/invitation', { body: { invitation: secret, identifier } });
  if (outcome.ok) {
    // A browser has one flow: this one takes the place of a sign-in.
    openFlowHint.clear();
    who.close();
    reset.open(outcome.answer, identifier);
  } else if (outcome.problem.code === 'invitation-ended') {
    renewButton.hidden = false;
    find('ask-text', HTMLElement).hidden = true;
    who.open('bad', words.ended);
    return 'told' as const;
  }
  return outcome;
}

/** Goes on with the flow that this tab has open. */
async function resume(identifier: string): Promise<void> {
  who.close();
  const answer = await waitingReset();
  if (typeof answer !== 'string') return reset.open(answer, identifier);
  openActivationHint.clear();
  who.open('bad', answer);
}

function begin(): void {
  const open = openActivationHint.read();
  if (open !== undefined) void resume(open);
  else if (invitation !== undefined) who.open();
  else beginWithout();
}

/** Without its link nothing can be activated: all there is to ask for is a new one. */
function beginWithout(): void {
  find('ask-submit', HTMLButtonElement).hidden = true;
  find('ask-text', HTMLElement).hidden = true;
  renewButton.hidden = false;
  who.open('calm', words.missing);
}

who.onSubmit((identifier) => (invitation === undefined ? renew(identifier) : activate(identifier, invitation)));
renewButton.addEventListener('click', () => void who.run(renewing, renew));
// The link was opened again in this very tab: the address changes and the page does not.
addEventListener('hashchange', () => location.reload());

enableLanguages();
enableHelp();
begin();
