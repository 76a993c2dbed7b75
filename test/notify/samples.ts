import type { Addressing, Message, MessageKind, Portal } from '../../lambdas/notify/message.ts';
import { locales } from '../../locales/locale.ts';

/** One message of each kind, as long as they plausibly get. */
export const samples: { readonly [K in MessageKind]: Extract<Message, { kind: K }> } = {
  'sign-in-code': { kind: 'sign-in-code', code: '048213', minutes: 5, browser: 'Firefox, Windows' },
  'new-browser': {
    kind: 'new-browser',
    at: '2026-09-28T22:36:14.123Z',
    browser: 'Safari, iPhone',
    place: '’s-Hertogenbosch, NL',
  },
};

export const portal: Portal = {
  name: 'Example Org',
  accent: '#1f5fbf',
  origin: 'https://id.example.org',
  supportAddress: 'support@example.org',
  senderAddress: 'sign-in@example.org',
};

/** Every message in every language. */
export const everyMessage: readonly (readonly [Message, Addressing])[] = locales.flatMap((locale) =>
  Object.values(samples).map((message) => [message, { locale, portal, recipient: { name: 'Anna de Vries' } }] as const),
);
