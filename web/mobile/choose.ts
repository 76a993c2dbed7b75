import { find } from '../shared/dom.ts';
import { makeRow } from './elements.ts';
import type { Phone } from './phone.ts';
import { showScreen } from './screens.ts';

/** Which of several profiles; undefined when the person goes back. Of one, nothing is asked. */
export async function chooseProfile(phones: readonly Phone[]): Promise<Phone | undefined> {
  const [only] = phones;
  if (phones.length < 2) return only;
  const rows = phones.map(({ profile }) => {
    const { device, person, email } = profile();
    return makeRow(device, person, email);
  });
  find('choices', HTMLElement).replaceChildren(...rows);
  const { answer } = await showScreen('choose').press();
  return phones.find(({ profile }) => profile().device === answer);
}
