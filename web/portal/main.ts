import { announce } from '../shared/announce.ts';
import { ask, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find, say } from '../shared/dom.ts';
import { SIGNED_IN_KEY, signedInHint } from '../shared/hints.ts';
import { enableLanguages } from '../shared/languages.ts';
import { words } from './page-words.ts';
import { forgetPerson, showPerson } from './person.ts';
import { watchSession } from './session-watch.ts';

const message = find('portal-message', HTMLElement);

function tell(sentence: string | undefined): void {
  say(find('portal-problem', HTMLElement), sentence);
  message.hidden = sentence === undefined;
  if (sentence !== undefined) announce(sentence);
}

/** The person is signing out: what other requests tell meanwhile is no news. */
let signingOut = false;

/** Goes to the sign-in page; it explains every reason but that nobody was signed in. */
function leave(reason: string | undefined): void {
  signedInHint.clear();
  forgetPerson('false');
  location.replace(reason === undefined || reason === 'none' ? '/' : `/?why=${encodeURIComponent(reason)}`);
}

function takeRefusal(problem: Problem): void {
  if (problem.code === 'signed-out' && !signingOut) leave(problem.reason);
}

const watch = watchSession(() => void askWhoIAm(), takeRefusal);

async function askWhoIAm(): Promise<void> {
  const outcome = await ask('GET /api/session');
  if (signingOut) return;
  if (outcome.ok) {
    tell(undefined);
    signedInHint.write('yes');
    showPerson(outcome.answer);
    watch.follow(outcome.answer.session);
  } else if (outcome.problem.code === 'signed-out') {
    leave(outcome.problem.reason);
  } else {
    // Nobody knows whether the session lives: what it showed is not shown any longer.
    forgetPerson('lost');
    tell(words.unreachable);
  }
}

async function signOut(): Promise<void> {
  signingOut = true;
  const outcome = await ask('DELETE /api/session');
  if (outcome.ok) return leave('signed-out');
  signingOut = false;
  tell(words.stillSignedIn);
}

const signOutButton = find('sign-out', HTMLButtonElement);
const busy = busyButton(signOutButton);
signOutButton.addEventListener('click', () => void busy.run(words.signingOut, signOut));
find('try-again', HTMLButtonElement).addEventListener('click', () => void askWhoIAm());

// A tab that slept, was brought back, or whose neighbour signed out asks before it shows anything old.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void askWhoIAm();
});
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  forgetPerson('false');
  void askWhoIAm();
});
addEventListener('storage', (event) => {
  if (event.key === SIGNED_IN_KEY && event.newValue === null) void askWhoIAm();
});

enableLanguages();
void askWhoIAm();
