import type { SessionLimits } from '../../lambdas/http/answers/steps.ts';
import { ask, type Problem } from '../shared/api.ts';
import { type Ends, endsOf, standingOf } from './session-clock.ts';
import { createStayDialog } from './stay-dialog.ts';

const ACTIVITY_EVERY_MILLISECONDS = 60_000;
/** Timers may fire a little early, and would then have to be set again. */
const LATE_MILLISECONDS = 50;

/** Follows the session in step with the other tabs: tells the server of real activity, and warns before the end. */
export interface SessionWatch {
  /** What the server told of the session's ends. */
  follow(limits: SessionLimits): void;
  /** Tells the other tabs that the person signs out. */
  signsOut(): void;
}

interface Ways {
  /** Asks the server, which decides, because another tab may have been active. */
  readonly askAgain: () => void;
  readonly refused: (problem: Problem) => boolean;
  readonly signOut: () => Promise<void>;
  /** The person signed out in another tab. */
  readonly signedOut: () => void;
}

/** What tabs tell one another. */
type News = { readonly ends: Ends } | { readonly signedOut: true };

/** Begins to follow; nothing is known until the first answer. */
export function watchSession({ askAgain, refused, signOut, signedOut }: Ways): SessionWatch {
  const tabs = new BroadcastChannel('gatehouse.session');
  const tell = (news: News) => tabs.postMessage(news);
  let ends: Ends | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let toldAt = Number.NEGATIVE_INFINITY;

  const arrange = (known: Ends) => {
    ends = known;
    clearTimeout(timer);
    const standing = standingOf(known, Date.now());
    if (standing.step !== 'warn') dialog.close();
    if (standing.step === 'over') return askAgain();
    const milliseconds = standing.step === 'wait' ? standing.milliseconds : standing.overInMilliseconds;
    timer = setTimeout(askAgain, milliseconds + LATE_MILLISECONDS);
    if (standing.step === 'warn') dialog.open(standing.at, standing.cause);
  };
  const follow = (limits: SessionLimits) => {
    arrange(endsOf(limits, Date.now(), ends));
    if (ends) tell({ ends });
  };
  const act = async () => {
    toldAt = Date.now();
    const outcome = await ask('POST /api/session/activity');
    if (outcome.ok) follow(outcome.answer);
    return outcome.ok || refused(outcome.problem) ? undefined : outcome.problem;
  };
  const dialog = createStayDialog({ stay: act, signOut });
  onActivity(() => {
    // Before the question only its answer counts.
    if (!dialog.isOpen && Date.now() - toldAt >= ACTIVITY_EVERY_MILLISECONDS) void act();
  });
  tabs.addEventListener('message', ({ data }: MessageEvent<News>) => {
    if ('ends' in data) arrange(data.ends);
    else signedOut();
  });
  return { follow, signsOut: () => tell({ signedOut: true }) };
}

function onActivity(notice: () => void): void {
  for (const kind of ['pointerdown', 'keydown'] as const) document.addEventListener(kind, notice, { passive: true });
}
