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
import { type SessionWatch, watchSession } from './session-watch.ts';
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

/** The frame as it stands. */
interface OpenFrame {
  readonly page: Ways;
  readonly watch: SessionWatch;
  /** Whose page it is, once that is known. */
  account: string | undefined;
  /** The person is signing out: what other requests tell meanwhile is no news. */
  signingOut: boolean;
}

/** Begins a page of who is signed in: asks, follows the session, and offers the way out. */
export function beginFrame(page: Ways): Frame {
  const watch = watchSession({
    askAgain: () => void refresh(frame),
    refused: (problem) => left(frame, problem),
    signOut: () => signOut(frame),
    signedOut() {
      frame.signingOut = true;
      leave(frame, 'signed-out');
    },
  });
  const frame: OpenFrame = { page, watch, account: undefined, signingOut: false };
  const again = () => void refresh(frame);
  offerTheWayOut(() => signOut(frame));
  find('try-again', HTMLButtonElement).addEventListener('click', again);
  askAgainWhenSeen(again, () => forget(frame, 'false'));
  again();
  return { refresh: () => refresh(frame), left: (problem) => left(frame, problem) };
}

/** Asks who is signed in, and shows it. */
async function refresh(frame: OpenFrame): Promise<void> {
  const outcome = await ask('GET /api/session');
  if (frame.signingOut) return;
  if (outcome.ok) {
    tell(undefined);
    meet(frame, outcome.answer);
  } else if (!left(frame, outcome.problem)) {
    // Nobody knows whether the session lives: what it showed is not shown any longer.
    forget(frame, 'lost');
    tell(words.unreachable);
  }
}

function meet(frame: OpenFrame, session: Session): void {
  const { id } = session.account;
  if (frame.account !== id) {
    frame.account = id;
    arriveAs(id);
    draftsOf(id, browserStorage()).tidy();
  }
  signedInHint.write('yes');
  showWho(session.account);
  frame.page.show(session);
  frame.watch.follow(session.session);
}

function forget({ page }: OpenFrame, known: 'false' | 'lost'): void {
  forgetWho();
  page.forget(known);
}

/** Leaves for the sign-in page, if that is what the problem means. */
function left(frame: OpenFrame, { code, reason }: Problem): boolean {
  if (code !== 'signed-out' || frame.signingOut) return false;
  leave(frame, reason);
  return true;
}

/** Goes to the sign-in page; it explains every reason but that nobody was signed in. */
function leave(frame: OpenFrame, reason: string | undefined): void {
  signedInHint.clear();
  if (reason === 'signed-out') forgetPlace(frame.account);
  else keepPlace(frame.account);
  forget(frame, 'false');
  location.replace(reason === undefined || reason === 'none' ? '/' : `/?why=${encodeURIComponent(reason)}`);
}

async function signOut(frame: OpenFrame): Promise<void> {
  frame.signingOut = true;
  const outcome = await ask('DELETE /api/session');
  if (outcome.ok) {
    frame.watch.signsOut();
    leave(frame, 'signed-out');
    // The button goes on saying that it works until the page is gone.
    return new Promise<never>(() => {});
  }
  frame.signingOut = false;
  tell(words.stillSignedIn);
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
function askAgainWhenSeen(refresh: () => void, forget: () => void): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') refresh();
  });
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    forget();
    refresh();
  });
  addEventListener('storage', (event) => {
    if (event.key === SIGNED_IN_KEY && event.newValue === null) refresh();
  });
}
