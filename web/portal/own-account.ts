import type { OwnAccount } from '../../lambdas/http/answers/steps.ts';
import { find } from '../shared/dom.ts';
import { fill } from '../shared/format.ts';
import { words } from './change-words.ts';

/** Puts a text where the page has a place for it: what a deployment does not use has none. */
function put(id: string, text: string): void {
  const place = document.getElementById(id);
  if (place) place.textContent = text;
}

function phoneText({ phone }: OwnAccount): string {
  if (!phone) return words.none;
  return phone.verified ? phone.number : fill(words.unproved, { number: phone.number });
}

/** Shows what the account holds. */
export function showAccount(account: OwnAccount): void {
  put('own-name', account.name);
  put('own-email', account.email);
  put('own-username', account.username ?? words.none);
  put('own-phone', phoneText(account));
  const remove = document.getElementById('remove-phone');
  if (remove?.parentElement) remove.parentElement.hidden = !account.phone;
  find('language', HTMLSelectElement).value = account.locale;
  find('channel', HTMLSelectElement).value = account.channel;
  find('channel-field', HTMLElement).hidden = account.phone?.verified !== true && account.channel !== 'sms';
}
