import type {
  Addressing,
  ChangedUnlock,
  ConfirmedAction,
  Message,
  MessageKind,
  MessageOf,
  Portal,
} from '../../lambdas/notify/message.ts';
import { locales } from '../../locales/locale.ts';

const at = '2026-09-28T22:36:14.123Z';
const visit = { at, browser: 'Safari, iPhone', place: '’s-Hertogenbosch, NL' };
const token = 'kJ8vQm3zT0cB5yXw1RfL7aNsP2dHgUeI4oVtZb6MxqE';
const notMe = `https://id.example.org/not-me/#${token}`;

/** One message of each kind, as long as they plausibly get. */
export const samples: { readonly [K in MessageKind]: MessageOf<K> } = {
  'sign-in-code': { kind: 'sign-in-code', code: '048213', minutes: 5, browser: 'Firefox, Windows' },
  'reset-code': { kind: 'reset-code', code: '04821376', minutes: 10, browser: 'Firefox, Windows' },
  'confirmation-code': {
    kind: 'confirmation-code',
    code: '048213',
    minutes: 10,
    action: 'change-email',
    browser: 'Firefox, Windows',
  },
  'new-address-code': { kind: 'new-address-code', code: '04821376', minutes: 10 },
  invitation: { kind: 'invitation', url: `https://id.example.org/invitation/#${token}`, endsAt: at },
  'invitation-reminder': {
    kind: 'invitation-reminder',
    url: `https://id.example.org/invitation/#${token}`,
    endsAt: at,
  },
  'temporary-password': {
    kind: 'temporary-password',
    password: 'k7qp-m3vt-b9zx',
    endsAt: at,
    url: 'https://id.example.org/',
  },
  'username-reminder': { kind: 'username-reminder', username: 'anna.de-vries' },
  'new-browser': { kind: 'new-browser', ...visit, notMe },
  'password-set': { kind: 'password-set', ...visit, notMe },
  'email-changed': { kind: 'email-changed', ...visit, to: 'a•••@e•••.org', notMe },
  'phone-changed': { kind: 'phone-changed', ...visit, to: '••• •• 78', notMe },
  'account-secured': { kind: 'account-secured', at },
  'phone-activated': { kind: 'phone-activated', ...visit, phoneName: 'Anna’s old Pixel 9 Pro XL', notMe },
  'phone-removed': { kind: 'phone-removed', ...visit, phoneName: 'Anna’s old Pixel 9 Pro XL', notMe },
  'phone-unlock-changed': {
    kind: 'phone-unlock-changed',
    ...visit,
    phoneName: 'Anna’s old Pixel 9 Pro XL',
    what: 'fingerprint-added',
    notMe,
  },
  'phone-locked': { kind: 'phone-locked', ...visit, phoneName: 'Anna’s old Pixel 9 Pro XL', until: at },
  'approval-reported': { kind: 'approval-reported', ...visit },
  'ticket-reply': { kind: 'ticket-reply', number: 'T-4F7K-92QX', url: `https://id.example.org/help/#${token}` },
  'ticket-receipt': {
    kind: 'ticket-receipt',
    number: 'T-4F7K-92QX',
    url: `https://id.example.org/help/#${token}`,
  },
  'ticket-news': { kind: 'ticket-news', number: 'T-4F7K-92QX', url: `https://id.example.org/portal/support/#${token}` },
};

const unlockChanged = (what: ChangedUnlock): Message => ({ ...samples['phone-unlock-changed'], what });
const confirmation = (action: ConfirmedAction): Message => ({ ...samples['confirmation-code'], action });

/** What else the kinds can say, by a name that tells what is different. */
const variants: Readonly<Record<string, Message>> = {
  'confirmation-code-change-password': confirmation('change-password'),
  'confirmation-code-change-phone': confirmation('change-phone'),
  'confirmation-code-download-data': confirmation('download-data'),
  'confirmation-code-activate-phone': confirmation('activate-phone'),
  'invitation-reminder-ended': { kind: 'invitation-reminder', url: 'https://id.example.org/activate/' },
  'username-reminder-without-name': { kind: 'username-reminder' },
  'new-browser-without-link': { kind: 'new-browser', ...visit },
  'password-set-without-link': { kind: 'password-set', ...visit },
  'password-set-by-operator': { kind: 'password-set', at, browser: 'Command line', notMe },
  'phone-unlock-changed-pin': unlockChanged('pin'),
  'phone-unlock-changed-no-fingerprint': unlockChanged('fingerprint-removed'),
  'phone-locked-removed': { kind: 'phone-locked', ...visit, browser: '?', phoneName: 'Pixel' },
  'phone-changed-removed': { kind: 'phone-changed', ...visit, to: undefined, notMe },
};

export const portal: Portal = {
  name: 'Example Org',
  accent: '#1f5fbf',
  origin: 'https://id.example.org',
  supportAddress: 'support@example.org',
  senderAddress: 'sign-in@example.org',
};

/** What only the recipient may read, if the message has such a thing. */
export function secretOf(message: Message): string | undefined {
  if ('code' in message) return message.code;
  if ('password' in message) return message.password;
  if ('url' in message) return new URL(message.url).hash || undefined;
  return 'notMe' in message && message.notMe ? new URL(message.notMe).hash : undefined;
}

/** Every message in every language, by a name such as `nl/reset-code`. */
export const everyMessage: readonly (readonly [name: string, message: Message, addressing: Addressing])[] =
  locales.flatMap((locale) =>
    Object.entries({ ...samples, ...variants }).map(
      ([name, message]) =>
        [`${locale}/${name}`, message, { locale, portal, recipient: { name: 'Anna de Vries' } }] as const,
    ),
  );
