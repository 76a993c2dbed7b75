import { type MessageWords, messageWords } from '../../locales/messages/words.ts';
import { fill } from './fill.ts';
import { foreignWords, inertLine } from './inert.ts';
import type { Fact } from './letter.ts';
import type { Addressing } from './message.ts';

/** Puts values into a sentence. */
export type Say = (template: string) => string;

/** What all messages share: greeting, footer, and the deployment's own values for every sentence. */
export interface Frame {
  readonly words: MessageWords;
  /** Speaks with the deployment's values and those of the message. */
  sayer(values: Readonly<Record<string, string>>): Say;
  fact(label: string, value: string): Fact;
  readonly edges: { readonly greeting: string; readonly footer: string };
}

/** What every message of this recipient shares: words, names, ways to say them. */
export function frameOf({ locale, portal, recipient }: Addressing): Frame {
  const words = messageWords[locale];
  const own = { portal: portal.name, host: new URL(portal.origin).host, support: portal.supportAddress };
  const name = foreignWords(recipient.name ?? '');
  return {
    words,
    sayer: (values) => (template) => fill(template, { ...own, ...values }),
    fact: (label, given) => {
      const value = inertLine(given);
      return { label, value, text: fill(words.fact, { label, value }) };
    },
    edges: {
      greeting: name === '' ? words.greeting : fill(words.greetingByName, { name }),
      footer: fill(words.footer, own),
    },
  };
}

/** The address of one of the portal's pages. */
export function pageOf({ portal }: Addressing, path: string): string {
  return new URL(path, portal.origin).href;
}
