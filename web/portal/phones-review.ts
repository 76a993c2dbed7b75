import type { Session } from '../../lambdas/http/answers/steps.ts';
import { phonesSeenHint } from '../shared/hints.ts';

/** After a recovery the first sign-in asks which phones to keep: once in a tab, for who goes on without an answer may. */
export function askAboutPhones({ phonesToReview }: Session): void {
  if (!phonesToReview || phonesSeenHint.read() !== undefined) return;
  phonesSeenHint.write('yes');
  location.assign('/portal/phones/');
}
