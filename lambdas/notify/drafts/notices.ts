import { type Frame, frameOf, pageOf } from '../frame.ts';
import { type Block, type Draft, type Fact, paragraph } from '../letter.ts';
import type { Addressing, MessageOf } from '../message.ts';
import { longTime, shortTime } from '../time.ts';
import { factsOf } from '../where.ts';

export function newBrowser(message: MessageOf<'new-browser'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const words = frame.words['new-browser'];
  const reset = { kind: 'link', label: frame.words.links.setPassword, url: pageOf(addressing, '/recovery/') } as const;
  const wayOut = message.notMe === undefined ? [paragraph(frame.sayer({})(words.notYours)), reset] : undefined;
  return noticeDraft(message, { words, facts: [], wayOut }, frame, addressing);
}

export function passwordSet(message: MessageOf<'password-set'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  return noticeDraft(message, { words: frame.words['password-set'], facts: [] }, frame, addressing);
}

export function emailChanged(message: MessageOf<'email-changed'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const words = frame.words['email-changed'];
  return noticeDraft(message, { words, facts: [frame.fact(words.to, message.to)] }, frame, addressing);
}

export function phoneChanged(message: MessageOf<'phone-changed'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const { changed, removed, to } = frame.words['phone-changed'];
  return message.to === undefined
    ? noticeDraft(message, { words: removed, facts: [] }, frame, addressing)
    : noticeDraft(message, { words: changed, facts: [frame.fact(to, message.to)] }, frame, addressing);
}

export function accountSecured({ at }: MessageOf<'account-secured'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const words = frame.words['account-secured'];
  const say = frame.sayer({});
  return {
    ...frame.edges,
    subject: say(words.subject),
    preview: say(words.preview),
    blocks: [
      paragraph(say(words.intro)),
      { kind: 'facts', facts: [frame.fact(frame.words.facts.at, longTime(at, addressing.locale))] },
      paragraph(say(words.now)),
      paragraph(say(words.back)),
      { kind: 'link', label: frame.words.links.setPassword, url: pageOf(addressing, '/recovery/') },
    ],
    sms: say(words.sms),
  };
}

type Notice = MessageOf<
  | 'new-browser'
  | 'password-set'
  | 'email-changed'
  | 'phone-changed'
  | 'phone-activated'
  | 'phone-removed'
  | 'phone-unlock-changed'
>;

interface News {
  readonly words: { readonly subject: string; readonly preview: string; readonly intro: string; readonly sms: string };
  /** What there is now. */
  readonly facts: readonly Fact[];
  /** In place of "it was not me". */
  readonly wayOut?: readonly Block[] | undefined;
}

/** Says what happened, when and from where, and how to say "it was not me". */
export function noticeDraft(message: Notice, news: News, frame: Frame, addressing: Addressing): Draft {
  const { words, facts } = news;
  const { locale } = addressing;
  // An SMS carries no secret, so it names the page.
  const page = pageOf(addressing, '/not-me/');
  const say = frame.sayer({ at: shortTime(message.at, locale), page });
  return {
    ...frame.edges,
    subject: say(words.subject),
    preview: say(words.preview),
    blocks: [
      paragraph(say(words.intro)),
      { kind: 'facts', facts: [...facts, ...factsOf(message, frame, locale)] },
      paragraph(say(frame.words.notMe.yours)),
      ...(news.wayOut ?? notMe(message.notMe ?? page, frame)),
    ],
    sms: say(words.sms),
  };
}

function notMe(url: string, { words }: Frame): readonly Block[] {
  return [paragraph(words.notMe.notYours), { kind: 'link', label: words.notMe.say, url }];
}
