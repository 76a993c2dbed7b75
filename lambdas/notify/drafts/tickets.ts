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
