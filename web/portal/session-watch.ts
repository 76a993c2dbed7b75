import type { SessionLimits } from '../../lambdas/http/answers/steps.ts';
import { ask, type Problem } from '../shared/api.ts';

const ACTIVITY_EVERY_MILLISECONDS = 60_000;
/** Answers are whole seconds; a moment later the session is over for certain. */
const GRACE_MILLISECONDS = 1000;

/** Follows the session: tells the server of real activity, and asks when the session should be over. */
export interface SessionWatch {
  /** What the server told of the session's ends. */
  follow(limits: SessionLimits): void;
}

/** `ask again` when the time is over: the server decides, because another tab may have been active. */
export function watchSession(askAgain: () => void, refused: (problem: Problem) => void): SessionWatch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let toldAt = Number.NEGATIVE_INFINITY;

  const follow = ({ idleEndsInSeconds, endsInSeconds }: SessionLimits) => {
    clearTimeout(timer);
    timer = setTimeout(askAgain, Math.min(idleEndsInSeconds, endsInSeconds) * 1000 + GRACE_MILLISECONDS);
  };
  const tellActivity = async () => {
    const now = Date.now();
    if (now - toldAt < ACTIVITY_EVERY_MILLISECONDS) return;
    toldAt = now;
    const outcome = await ask('POST /api/session/activity');
    if (outcome.ok) follow(outcome.answer);
    else refused(outcome.problem);
  };
  for (const kind of ['pointerdown', 'keydown'] as const) {
    document.addEventListener(kind, () => void tellActivity(), { passive: true });
  }
  return { follow };
}
