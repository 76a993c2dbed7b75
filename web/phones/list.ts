import type { Phones } from '../../lambdas/http/answers/phones.ts';
import { rowOf, whence } from '../own-data/rows.ts';
import { find, pageLocale, say } from '../shared/dom.ts';
import { element, linkButton } from '../shared/element.ts';
import { dateAndTime, fill } from '../shared/format.ts';
import { words } from './page-words.ts';

export type Phone = Phones['phones'][number];

/** What can be done with a phone of the list. */
interface Ways {
  readonly rename: (phone: Phone) => void;
  readonly remove: (phone: Phone) => void;
}

const when = (at: string) => dateAndTime(at, pageLocale());

/** What there is to know of a phone, what matters most first. */
export function factsOf({ added, lastUsed, fingerprint, lockedForSeconds }: Phone): string[] {
  const locked = lockedForSeconds !== undefined && new Date(Date.now() + lockedForSeconds * 1000).toISOString();
  return [
    ...(locked ? [fill(words.locked, { at: when(locked) })] : []),
    lastUsed ? fill(words.lastUsed, { at: when(lastUsed.at), from: whence(lastUsed) }) : words.neverUsed,
    fill(words.added, { at: when(added.at), from: whence(added) }),
    fingerprint ? words.fingerprint : words.pin,
  ];
}

/** Shows the phones, and whether there is room for another. */
export function showPhones({ phones, most }: Phones, { rename, remove }: Ways): void {
  const rows = phones.map((phone) =>
    rowOf(
      phone.name,
      factsOf(phone),
      linkButton(words.rename, fill(words.renameWhich, { phone: phone.name }), () => rename(phone)),
      linkButton(words.remove, fill(words.removeWhich, { phone: phone.name }), () => remove(phone)),
    ),
  );
  const list = find('phones', HTMLUListElement);
  list.replaceChildren(...(rows.length > 0 ? rows : [element('li', { class: 'help' }, words.none)]));
  list.ariaBusy = 'false';
  const isFull = phones.length >= most;
  say(find('phones-full', HTMLElement), isFull ? fill(words.full, { most }) : undefined);
  find('activate-phone', HTMLElement).hidden = isFull;
}

/** Leaves nothing of the person on the page. */
export function forgetPhones(): void {
  const list = find('phones', HTMLUListElement);
  list.replaceChildren();
  list.ariaBusy = 'true';
  find('review', HTMLElement).hidden = true;
}
