import type { Locale } from '../../locales/locale.ts';

/**
 * Everything the portal tells people, with the data each message needs. A new kind is one member here, its words in
 * `locales/messages/` and one function in `drafts/`; the compiler asks for all three. Times are ISO 8601, `minutes` is
 * a code's whole lifetime, `browser` the one that asked for it.
 */
export type Message = Code | Key | Notice | TicketNote;

/** Digits to type into a page that is open. */
type Code =
  /** Answers the code page of a sign-in. */
  | { readonly kind: 'sign-in-code'; readonly code: string; readonly minutes: number; readonly browser: string }
  /** Sets a password, the first one or a new one. */
  | { readonly kind: 'reset-code'; readonly code: string; readonly minutes: number; readonly browser: string }
  /** Confirms one action, by name, of somebody who is signed in. */
  | {
      readonly kind: 'confirmation-code';
      readonly code: string;
      readonly minutes: number;
      readonly browser: string;
      readonly action: ConfirmedAction;
    }
  /** Proves an address or number before it is used. Whoever gets it may be a stranger, so it says no name. */
  | { readonly kind: 'new-address-code'; readonly code: string; readonly minutes: number };

/** What lets somebody begin. */
type Key =
  /** `url` has its secret in the fragment. */
  | { readonly kind: 'invitation'; readonly url: string; readonly endsAt: string }
  /** To who asked for something that only an active account has. Without `endsAt` the link has ended: `url` leads to another. */
  | { readonly kind: 'invitation-reminder'; readonly url: string; readonly endsAt?: string }
  /** `url` is the sign-in page. */
  | { readonly kind: 'temporary-password'; readonly password: string; readonly endsAt: string; readonly url: string }
  /** Without `username`, one signs in with the address that the reminder goes to. */
  | { readonly kind: 'username-reminder'; readonly username?: string };

/** What happened to an account, told to the address that was there before. */
type Notice =
  | ({ readonly kind: 'new-browser' } & Happening)
  | ({ readonly kind: 'password-set' } & Happening)
  /** `to` is the new address, masked. */
  | ({ readonly kind: 'email-changed'; readonly to: string } & Happening)
  /** `to` is the new number, masked; undefined when the number was removed. */
  | ({ readonly kind: 'phone-changed'; readonly to: string | undefined } & Happening)
  /** Follows "it was not me". */
  | { readonly kind: 'account-secured'; readonly at: string }
  /** A phone became, or is no longer, one that approves for this account. */
  | ({ readonly kind: 'phone-activated'; readonly phoneName: string } & Happening)
  | ({ readonly kind: 'phone-removed'; readonly phoneName: string } & Happening)
  /** It is unlocked by something else from now on. */
  | ({ readonly kind: 'phone-unlock-changed'; readonly phoneName: string; readonly what: ChangedUnlock } & Happening)
  /** By wrong PINs, until then; without `until` it was removed. */
  | ({ readonly kind: 'phone-locked'; readonly phoneName: string; readonly until?: string } & Where)
  /** Denied on a phone as not one's own; `browser` is the stranger's. */
  | ({ readonly kind: 'approval-reported' } & Where);

/** About a ticket, by its number; nothing of what anybody typed. `url` leads to it, and may hold a secret in its fragment. */
type TicketNote =
  /** To who asked. */
  | { readonly kind: 'ticket-reply'; readonly number: string; readonly url: string }
  /** To who takes care of it. */
  | { readonly kind: 'ticket-news'; readonly number: string; readonly url: string }
  /** To who wrote by the contact form, and may be somebody else: it holds nothing that was typed. */
  | { readonly kind: 'ticket-receipt'; readonly number: string; readonly url: string };

interface Where {
  readonly at: string;
  readonly browser: string;
  readonly place?: string;
}

interface Happening extends Where {
  /** The link by which the owner says "it was not me"; it holds a secret. Without it the page is named. */
  readonly notMe?: string;
}

/** What asks for a confirmation by name. */
export type ConfirmedAction = 'change-password' | 'change-email' | 'change-phone' | 'download-data' | 'activate-phone';

/** What unlocks a phone from now on, or no longer does. */
export type ChangedUnlock = 'pin' | 'fingerprint-added' | 'fingerprint-removed';

export type MessageKind = Message['kind'];

export type MessageOf<K extends MessageKind> = Extract<Message, { kind: K }>;

/** What messages need to know of the deployment. All of it is configuration, none of it comes from a request. */
export interface Portal {
  readonly name: string;
  /** `#rrggbb` */
  readonly accent: string;
  /** The base of every link, and the host that one-time codes are bound to. */
  readonly origin: string;
  readonly supportAddress: string;
  readonly senderAddress: string;
}

/** To whom, in which language, on whose behalf. */
export interface Addressing {
  readonly locale: Locale;
  readonly portal: Portal;
  readonly recipient: { readonly name?: string };
}
