import type { Problem } from './api.ts';

/** What a page with a code knows of times, in milliseconds since 1970. */
interface CodeTimes {
  readonly codeEndsAt: number;
  readonly resendAt: number | undefined;
}

/** The times as a refusal tells them, where the page had them otherwise. */
export function correctTimes<S extends CodeTimes>(state: S, { code, retryAfterSeconds = 0 }: Problem, now: number): S {
  if (code === 'code-expired') return { ...state, codeEndsAt: now };
  if (code === 'send-too-soon') return { ...state, resendAt: now + retryAfterSeconds * 1000 };
  if (code === 'no-sends-left') return { ...state, resendAt: undefined };
  return state;
}
