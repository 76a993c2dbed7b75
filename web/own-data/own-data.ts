import type { Problem } from '../shared/api.ts';
import { showActivity } from './activity.ts';
import { showBrowsers } from './browsers.ts';
import { listAt } from './rows.ts';
import { showSessions } from './sessions.ts';
import { offerDeletion } from './take-along.ts';

/** What a person sees of their own. */
export interface OwnData {
  refresh(): void;
  forget(): void;
}

/** Prepares the lists and the request to delete; `left` leaves the page when nobody is signed in any more. */
export function createOwnData(left: (problem: Problem) => boolean): OwnData {
  const [sessions, browsers, activity] = [listAt('sessions', left), listAt('browsers', left), listAt('activity', left)];
  const refreshes = [showSessions(sessions), showBrowsers(browsers), showActivity(activity)];
  offerDeletion(left);
  return {
    refresh() {
      for (const refresh of refreshes) void refresh();
    },
    forget() {
      for (const list of [sessions, browsers, activity]) list.forget();
    },
  };
}
