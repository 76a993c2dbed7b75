import type { Session } from '../../lambdas/http/answers/steps.ts';
import { announce } from '../shared/announce.ts';
import { ask, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find, say } from '../shared/dom.ts';
import { browserStorage, draftsOf } from '../shared/drafts.ts';
import { returnHint, SIGNED_IN_KEY, signedInHint } from '../shared/hints.ts';
import { arriveAs, keepPlace } from '../shared/return-path.ts';
import { enableAvatarMenu } from './avatar-menu.ts';
import { words } from './page-words.ts';
import { watchSession } from './session-watch.ts';
import { forgetWho, showWho } from './who.ts';

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
export function beginFrame(page: Ways): Frame {
  /** Whose page it is, once that is known. */
  let account: string | undefined;
  /** The person is signing out: what other requests tell meanwhile is no news. */
  let signingOut = false;

  const forget: Ways['forget'] = (known) => {
    forgetWho();
    page.forget(known);
  };
  /** Goes to the sign-in page; it explains every reason but that nobody was signed in. */
  const leave = (reason: string | undefined) => {
    signedInHint.clear();
    if (reason === 'signed-out') forgetPlace(account);
    else keepPlace(account);
    forget('false');
    location.replace(reason === undefined || reason === 'none' ? '/' : `/?why=${encodeURIComponent(reason)}`);
  };
  const left = ({ code, reason }: Problem) => {
    if (code !== 'signed-out' || signingOut) return false;
    leave(reason);
    return true;
  };
  const signOut = async () => {
    signingOut = true;
    const outcome = await ask('DELETE /api/session');
    if (outcome.ok) {
      watch.signsOut();
      leave('signed-out');
      // The button goes on saying that it works until the page is gone.
      return new Promise<never>(() => {});
    }
    signingOut = false;
    tell(words.stillSignedIn);
  };
  const watch = watchSession({
    askAgain: () => void refresh(),
    refused: left,
    signOut,
    signedOut() {
      signingOut = true;
      leave('signed-out');
    },
  });
  const meet = (session: Session) => {
    if (account !== session.account.id) {
      account = session.account.id;
      arriveAs(account);
      draftsOf(account, browserStorage()).tidy();
    }
    signedInHint.write('yes');
    showWho(session.account);
    page.show(session);
    watch.follow(session.session);
  };
  const refresh = async () => {
    const outcome = await ask('GET /api/session');
    if (signingOut) return;
    if (outcome.ok) {
      tell(undefined);
      meet(outcome.answer);
    } else if (!left(outcome.problem)) {
      // Nobody knows whether the session lives: what it showed is not shown any longer.
      forget('lost');
      tell(words.unreachable);
    }
  };
  offerTheWayOut(signOut);
  find('try-again', HTMLButtonElement).addEventListener('click', () => void refresh());
  askAgainWhenSeen(() => void refresh(), forget);
  void refresh();
  return { refresh, left };
}

/** Tells what is wrong with the whole page, or that nothing is. */
function tell(sentence: string | undefined): void {
  say(find('portal-problem', HTMLElement), sentence);
  find('portal-message', HTMLElement).hidden = sentence === undefined;
  if (sentence !== undefined) announce(sentence);
}

function offerTheWayOut(signOut: () => Promise<void>): void {
  const menu = enableAvatarMenu();
  const button = find('sign-out', HTMLButtonElement);
  const busy = busyButton(button);
  button.addEventListener('click', () => void busy.run(words.signingOut, signOut).then(menu.close));
}

/** Who signs out leaves nothing behind. */
function forgetPlace(account: string | undefined): void {
  returnHint.clear();
  if (account !== undefined) draftsOf(account, browserStorage()).removeAll();
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
