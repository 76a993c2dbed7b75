import type { Session } from '../../lambdas/http/answers/steps.ts';
import { find, pageLocale, say } from '../shared/dom.ts';
import { dateAndTime, fill } from '../shared/format.ts';
import { browserName } from './browser-name.ts';
import { words } from './page-words.ts';
import { showTiles } from './tiles.ts';

function showLastSignIn(last: Session['lastSignIn']): void {
  say(find('first-sign-in', HTMLElement), last === undefined ? words.firstSignIn : undefined);
  find('last-sign-in', HTMLElement).hidden = last === undefined;
  find('not-you', HTMLElement).hidden = last === undefined;
  if (last === undefined) return;
  find('last-when', HTMLElement).textContent = dateAndTime(last.at, pageLocale());
  find('last-browser', HTMLElement).textContent = browserName(last.browser);
  find('last-place', HTMLElement).textContent = last.place ?? words.unknownPlace;
}

/** Shows who is signed in. */
export function showPerson({ account, lastSignIn }: Session): void {
  const portal = find('portal', HTMLElement);
  find('welcome', HTMLElement).textContent = fill(words.welcome, { name: account.name || account.email });
  showTiles(account.role);
  showLastSignIn(lastSignIn);
  portal.dataset.known = 'true';
  portal.ariaBusy = 'false';
}

// What the heading says of nobody.
const resting = find('welcome', HTMLElement).textContent;

/**
 * Leaves nothing of the person on the page: the browser may keep it for its Back button. `false`: the server is being
 * asked; `lost`: it did not answer.
 */
export function forgetPerson(known: 'false' | 'lost'): void {
  const portal = find('portal', HTMLElement);
  portal.dataset.known = known;
  portal.ariaBusy = String(known === 'false');
  for (const id of ['last-when', 'last-browser', 'last-place']) find(id, HTMLElement).textContent = '';
  find('welcome', HTMLElement).textContent = resting;
}
