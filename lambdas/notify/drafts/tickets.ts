import { frameOf, pageOf } from '../frame.ts';
import { type Draft, paragraph } from '../letter.ts';
import type { Addressing, MessageOf } from '../message.ts';

/** That there is something new in a ticket, and where it can be read. */
export function ticketNote(
  { kind, number, url }: MessageOf<'ticket-reply' | 'ticket-news'>,
  addressing: Addressing,
): Draft {
  const frame = frameOf(addressing);
  const words = frame.words[kind];
  // An SMS names the page without the fragment, where a secret may be.
  const say = frame.sayer({ number, page: pageOf(addressing, new URL(url).pathname) });
  return {
    ...frame.edges,
    subject: say(words.subject),
    preview: say(words.preview),
    blocks: [paragraph(say(words.intro)), { kind: 'link', label: words.read, url }, paragraph(say(words.gathered))],
    sms: say(words.sms),
  };
}

/** That a message has arrived by the contact form, to whoever has the address that was typed there. */
export function ticketReceipt({ number, url }: MessageOf<'ticket-receipt'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const words = frame.words['ticket-receipt'];
  const say = frame.sayer({ number, page: pageOf(addressing, new URL(url).pathname) });
  return {
    ...frame.edges,
    subject: say(words.subject),
    preview: say(words.preview),
    blocks: [
      paragraph(say(words.intro)),
      { kind: 'facts', facts: [frame.fact(words.number, number)] },
      { kind: 'link', label: words.open, url },
      paragraph(say(words.keep)),
      paragraph(say(words.unexpected)),
    ],
    footer: say(words.footer),
    sms: say(words.sms),
  };
}
