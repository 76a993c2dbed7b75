import type { Session } from '../../lambdas/http/answers/steps.ts';
import { announce } from '../shared/announce.ts';
import { ask, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find, say } from '../shared/dom.ts';
import { SIGNED_IN_KEY, signedInHint } from '../shared/hints.ts';
import { enableLanguages } from '../shared/languages.ts';
import { words } from './page-words.ts';
import { watchSession } from './session-watch.ts';

/** What a page does with who is signed in. */
export interface Ways {
  readonly show: (session: Session) => void;
  /** Leaves nothing of the person on the page. `false`: the server is being asked; `lost`: it did not answer. */
  readonly forget: (known: 'false' | 'lost') => void;
}

export interface Frame {
  /** Asks who is signed in, and shows it. */
  refresh(): Promise<void>;
  /** Leaves for the sign-in page, if that is what the problem means. */
  left(problem: Problem): boolean;
}

/** Begins a page of who is signed in: asks, follows the session, and offers the way out. */
export function beginFrame({ show, forget }: Ways): Frame {
  const message = find('portal-message', HTMLElement);
  const tell = (sentence: string | undefined) => {
    say(find('portal-problem', HTMLElement), sentence);
    message.hidden = sentence === undefined;
    if (sentence !== undefined) announce(sentence);
  };
  /** The person is signing out: what other requests tell meanwhile is no news. */
  let signingOut = false;

  /** Goes to the sign-in page; it explains every reason but that nobody was signed in. */
  const leave = (reason: string | undefined) => {
    signedInHint.clear();
    forget('false');
    location.replace(reason === undefined || reason === 'none' ? '/' : `/?why=${encodeURIComponent(reason)}`);
  };
  const left = ({ code, reason }: Problem) => {
    if (code !== 'signed-out' || signingOut) return false;
    leave(reason);
    return true;
  };
  const watch = watchSession(
    () => void refresh(),
    (problem) => void left(problem),
  );
  const refresh = async () => {
    const outcome = await ask('GET /api/session');
    if (signingOut) return;
    if (outcome.ok) {
      tell(undefined);
      signedInHint.write('yes');
      show(outcome.answer);
      watch.follow(outcome.answer.session);
    } else if (!left(outcome.problem)) {
      // Nobody knows whether the session lives: what it showed is not shown any longer.
      forget('lost');
      tell(words.unreachable);
    }
  };
  const signOut = async () => {
    signingOut = true;
    const outcome = await ask('DELETE /api/session');
    if (outcome.ok) return leave('signed-out');
    signingOut = false;
    tell(words.stillSignedIn);
  };
  const signOutButton = find('sign-out', HTMLButtonElement);
  const busy = busyButton(signOutButton);
  signOutButton.addEventListener('click', () => void busy.run(words.signingOut, signOut));
  find('try-again', HTMLButtonElement).addEventListener('click', () => void refresh());
  askAgainWhenSeen(() => void refresh(), forget);
  enableLanguages();
  void refresh();
  return { refresh, left };
}

/** A tab that slept, was brought back, or whose neighbour signed out asks before it shows anything old. */
function askAgainWhenSeen(refresh: () => void, forget: Ways['forget']): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') refresh();
  });
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    forget('false');
    refresh();
  });
  addEventListener('storage', (event) => {
    if (event.key === SIGNED_IN_KEY && event.newValue === null) refresh();
  });
}
