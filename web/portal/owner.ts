import type { Session } from '../../lambdas/http/answers/steps.ts';
import { find } from '../shared/dom.ts';

/** Shows whose pages these are. */
export function showOwner({ account }: Session): void {
  const portal = find('portal', HTMLElement);
  find('who', HTMLElement).textContent = account.name || account.email;
  portal.dataset.known = 'true';
  portal.ariaBusy = 'false';
}

/** Leaves nothing of the person on the page. */
export function forgetOwner(known: 'false' | 'lost'): void {
  const portal = find('portal', HTMLElement);
  portal.dataset.known = known;
  portal.ariaBusy = String(known === 'false');
  find('who', HTMLElement).textContent = '';
  for (const place of portal.querySelectorAll('[id^="own-"]')) place.textContent = '';
}
