import type { Locale } from '../../locales/locale.ts';

/**
 * Everything the portal tells people, with the data each message needs. A new kind is one member here, its words in
 * `locales/messages/` and one function in `draft.ts`; the compiler asks for all three.
 */
export type Message =
  /** Answers the code page. `minutes` is the code's whole lifetime, `browser` the one that asked for it. */
  | { readonly kind: 'sign-in-code'; readonly code: string; readonly minutes: number; readonly browser: string }
  /** Tells the owner of a sign-in from a browser that was not known. `at` is ISO 8601. */
  | { readonly kind: 'new-browser'; readonly at: string; readonly browser: string; readonly place?: string };

export type MessageKind = Message['kind'];

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
