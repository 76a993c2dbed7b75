import { invitationHint, openActivationHint } from '../shared/hints.ts';

/** Longer is no invitation of ours. */
const LONGEST = 200;

/** The secret in a fragment, if there is one. */
export function secretIn(fragment: string): string | undefined {
  const secret = fragment.replace(/^#/, '');
  return secret === '' || secret.length > LONGEST ? undefined : secret;
}

/**
 * The secret of the link that was opened, now or before a reload. It is taken out of the address bar and the history at
 * once, and kept in this tab only.
 */
export function takeInvitation(): string | undefined {
  const secret = secretIn(location.hash);
  const before = invitationHint.read();
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  if (secret === undefined) return before;
  // Another invitation: what was begun with the one before is not resumed.
  if (secret !== before) openActivationHint.clear();
  invitationHint.write(secret);
  return secret;
}
