import { type MessageWords, messageWords } from '../../locales/messages/words.ts';
import { fill } from './fill.ts';
import { foreignWords } from './inert.ts';
import type { Addressing, Message } from './message.ts';
import { lifetime, longTime, shortTime } from './time.ts';

/** A part of a letter. Its texts are inert and not yet HTML. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'link'; readonly label: string; readonly url: string };

/** `text` is label and value in one line, as the language punctuates it. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly text: string;
}

/** What a message says, before any layout. Secrets are in `blocks` and `sms` only, never in subject or preview. */
export interface Draft {
  readonly subject: string;
  /** What mail programs show beside the subject. */
  readonly preview: string;
  readonly greeting: string;
  readonly blocks: readonly Block[];
  readonly footer: string;
  readonly sms: string;
}

type Of<K extends Message['kind']> = Extract<Message, { kind: K }>;

/** Says a message in the recipient's language. */
export function draft(message: Message, addressing: Addressing): Draft {
  switch (message.kind) {
    case 'sign-in-code':
      return signInCode(message, addressing);
    case 'new-browser':
      return newBrowser(message, addressing);
  }
}

function signInCode(message: Of<'sign-in-code'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const words = frame.words['sign-in-code'];
  const say = frame.sayer({ lifetime: lifetime(message.minutes, addressing.locale), code: message.code });
  return {
    ...frame.edges,
    subject: say(words.subject),
    preview: say(words.preview),
    blocks: [
      { kind: 'paragraph', text: say(words.intro) },
      { kind: 'code', code: message.code },
      { kind: 'paragraph', text: say(words.use) },
      { kind: 'facts', facts: [frame.fact(words.browser, message.browser)] },
      { kind: 'paragraph', text: say(words.unexpected) },
    ],
    sms: domainBound(say(words.sms), message.code, addressing.portal.origin),
  };
}

function newBrowser(message: Of<'new-browser'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const words = frame.words['new-browser'];
  const say = frame.sayer({ at: shortTime(message.at, addressing.locale) });
  const facts = [
    frame.fact(words.at, longTime(message.at, addressing.locale)),
    frame.fact(words.browser, message.browser),
    ...(message.place === undefined ? [] : [frame.fact(words.place, message.place)]),
  ];
  return {
    ...frame.edges,
    subject: say(words.subject),
    preview: say(words.preview),
    blocks: [
      { kind: 'paragraph', text: say(words.intro) },
      { kind: 'facts', facts },
      { kind: 'paragraph', text: say(words.yours) },
      { kind: 'paragraph', text: say(words.notYours) },
      { kind: 'link', label: words.reset, url: new URL('/recovery/', addressing.portal.origin).href },
    ],
    sms: say(words.sms),
  };
}

/** What all messages share: greeting, footer, and the deployment's own values for every sentence. */
function frameOf({ locale, portal, recipient }: Addressing) {
  const words: MessageWords = messageWords[locale];
  const own = { portal: portal.name, host: new URL(portal.origin).host, support: portal.supportAddress };
  const name = foreignWords(recipient.name ?? '');
  return {
    words,
    sayer: (values: Readonly<Record<string, string>>) => (template: string) => fill(template, { ...own, ...values }),
    fact: (label: string, given: string): Fact => {
      const value = foreignWords(given);
      return { label, value, text: fill(words.fact, { label, value }) };
    },
    edges: {
      greeting: name === '' ? words.greeting : fill(words.greetingByName, { name }),
      footer: fill(words.footer, own),
    },
  };
}

/** Ends a text with the line by which browsers offer a code on our own site only (WICG, origin-bound one-time codes). */
function domainBound(text: string, code: string, origin: string): string {
  return `${text}\n@${new URL(origin).hostname} #${code}`;
}
