/**
 * What a page leaves for the next one: hints that save requests and keep what was typed. Nothing secret but the link of an
 * invitation, and nothing depends on them: where a browser forbids storage, everything works with one request more.
 */

function reach(kind: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return window[kind];
  } catch {
    return undefined;
  }
}

/** One hint; reading and writing never fail. */
export interface Hint {
  read(): string | undefined;
  write(value: string): void;
  clear(): void;
}

/** The hint of that key. */
export function hint(kind: 'localStorage' | 'sessionStorage', key: string): Hint {
  return {
    read: () => reach(kind)?.getItem(key) ?? undefined,
    write: (value) => {
      try {
        reach(kind)?.setItem(key, value);
      } catch {
        // A full or forbidden storage costs the hint only.
      }
    },
    clear: () => reach(kind)?.removeItem(key),
  };
}

/** Where `signedInHint` lives, for tabs that listen to one another. */
export const SIGNED_IN_KEY = 'gatehouse.signed-in';

/** Somebody signed in with this browser, and nobody has seen the session end. */
export const signedInHint = hint('localStorage', SIGNED_IN_KEY);
/** This tab has a sign-in that waits for its code. */
export const openFlowHint = hint('sessionStorage', 'gatehouse.open-flow');
/** This tab has a recovery that waits for its code; what was typed to begin it. */
export const openRecoveryHint = hint('sessionStorage', 'gatehouse.open-recovery');
/** This tab has an activation that waits for its code; the address typed to begin it. */
export const openActivationHint = hint('sessionStorage', 'gatehouse.open-activation');
/** The secret of the invitation whose link this tab opened; gone with the tab, and when it has been used. */
export const invitationHint = hint('sessionStorage', 'gatehouse.invitation');
/** This tab has a sign-in that a phone may answer: its public id. */
export const openPhoneHint = hint('sessionStorage', 'gatehouse.open-phone');
/** This tab activates a phone: the public id of that. */
export const openEnrolmentHint = hint('sessionStorage', 'gatehouse.open-enrolment');
/** This tab has asked which phones to keep after a recovery; a sign-in clears it. */
export const phonesSeenHint = hint('sessionStorage', 'gatehouse.phones-seen');
/** How somebody signed in last with this browser. */
export const methodHint = hint('localStorage', 'gatehouse.method');
/** The identifier as typed in this tab. */
export const identifierHint = hint('sessionStorage', 'gatehouse.identifier');
/** Where this tab was when its session ended. */
export const returnHint = hint('sessionStorage', 'gatehouse.return');
