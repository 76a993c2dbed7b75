import { hint } from '../shared/hints.ts';
import { linkIn, type PhoneLink } from './links.ts';

/** The activation that this tab has open, for when another language reloads it. */
const activationHint = hint('sessionStorage', 'gatehouse.phone-activation');

/** The link that was opened, taken out of the address bar and the history at once. */
export function takeLink(): PhoneLink | undefined {
  const link = linkIn(location.hash);
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  if (link?.kind === 'activate') activationHint.write(link.enrolment);
  return link ?? linkIn(activationHint.read() ?? '');
}

/** It has led somewhere. */
export const forgetLink = (): void => activationHint.clear();
