import { frameOf } from '../frame.ts';
import { foreignWords } from '../inert.ts';
import { type Draft, paragraph } from '../letter.ts';
import type { Addressing, MessageOf } from '../message.ts';
import { longTime, shortTime } from '../time.ts';
import { factsOf } from '../where.ts';
import { noticeDraft } from './notices.ts';

export function phoneNotice(message: MessageOf<'phone-activated' | 'phone-removed'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const facts = [frame.fact(frame.words.facts.phone, foreignWords(message.phoneName))];
  return noticeDraft(message, { words: frame.words[message.kind], facts }, frame, addressing);
}

export function phoneUnlockChanged(message: MessageOf<'phone-unlock-changed'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const facts = [frame.fact(frame.words.facts.phone, foreignWords(message.phoneName))];
  return noticeDraft(message, { words: frame.words[message.kind][message.what], facts }, frame, addressing);
}

export function phoneLocked(message: MessageOf<'phone-locked'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const { locale } = addressing;
  const { until, phoneName } = message;
  const words = frame.words['phone-locked'];
  const { subject, preview, intro, yours, notYours, sms } = until === undefined ? words.removed : words.locked;
  const say = frame.sayer({ until: until === undefined ? '' : shortTime(until, locale) });
  const phone = frame.fact(frame.words.facts.phone, foreignWords(phoneName));
  const end = until === undefined ? [] : [frame.fact(words.until, longTime(until, locale))];
  return {
    ...frame.edges,
    subject: say(subject),
    preview: say(preview),
    blocks: [
      paragraph(say(intro)),
      { kind: 'facts', facts: [phone, ...end, ...factsOf(message, frame, locale)] },
      paragraph(say(yours)),
      paragraph(say(notYours)),
    ],
    sms: say(sms),
  };
}

export function approvalReported(message: MessageOf<'approval-reported'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const { locale } = addressing;
  const words = frame.words['approval-reported'];
  const say = frame.sayer({ at: shortTime(message.at, locale) });
  return {
    ...frame.edges,
    subject: say(words.subject),
    preview: say(words.preview),
    blocks: [
      paragraph(say(words.intro)),
      { kind: 'facts', facts: factsOf(message, frame, locale) },
      paragraph(say(words.now)),
      paragraph(say(words.again)),
    ],
    sms: say(words.sms),
  };
}
