import { find } from '../shared/dom.ts';

/** Shows what is one's own. */
export function showOwner(): void {
  const portal = find('portal', HTMLElement);
  portal.dataset.known = 'true';
  portal.ariaBusy = 'false';
}

/** Leaves nothing of the person on the page. */
export function forgetOwner(known: 'false' | 'lost'): void {
  const portal = find('portal', HTMLElement);
  portal.dataset.known = known;
  portal.ariaBusy = String(known === 'false');
  for (const place of portal.querySelectorAll('[id^="own-"]')) place.textContent = '';
}
