import { type Frame, frameOf } from '../frame.ts';
import { type Block, type Draft, paragraph } from '../letter.ts';
import type { Addressing, MessageOf } from '../message.ts';
import { lifetime } from '../time.ts';
import { browserWords } from '../where.ts';

export function signInCode(message: MessageOf<'sign-in-code'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  return codeDraft(message, frame.words['sign-in-code'], frame, addressing);
}

export function resetCode(message: MessageOf<'reset-code'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  return codeDraft(message, frame.words['reset-code'], frame, addressing);
}

export function confirmationCode(message: MessageOf<'confirmation-code'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const { actions, unexpected } = frame.words['confirmation-code'];
  return codeDraft(message, { ...actions[message.action], unexpected }, frame, addressing);
}

export function newAddressCode(message: MessageOf<'new-address-code'>, addressing: Addressing): Draft {
  // Until it is proved, the address may be a stranger's, who is not to learn whose account this is.
  const frame = frameOf({ ...addressing, recipient: {} });
  const words = frame.words['new-address-code'];
  return {
    ...codeDraft(message, words, frame, addressing),
    footer: frame.sayer({})(words.footer),
  };
}

interface CodeWords {
  readonly subject: string;
  readonly intro: string;
  readonly unexpected: string;
  readonly sms: string;
}

interface CodeMessage {
  readonly code: string;
  readonly minutes: number;
  readonly browser?: string;
}

function codeDraft(message: CodeMessage, words: CodeWords, frame: Frame, { locale, portal }: Addressing): Draft {
  const { code, browser } = message;
  const say = frame.sayer({ lifetime: lifetime(message.minutes, locale), code });
  const asked: readonly Block[] =
    browser === undefined
      ? []
      : [{ kind: 'facts', facts: [frame.fact(frame.words.facts.requestedWith, browserWords(browser, frame.words))] }];
  return {
    ...frame.edges,
    subject: say(words.subject),
    preview: say(frame.words.code.preview),
    blocks: [
      paragraph(say(words.intro)),
      { kind: 'code', code },
      paragraph(say(frame.words.code.use)),
      ...asked,
      paragraph(say(words.unexpected)),
    ],
    sms: domainBound(say(words.sms), code, portal.origin),
  };
}

/** Ends a text with the line by which browsers offer a code on our own site only (WICG, origin-bound one-time codes). */
function domainBound(text: string, code: string, origin: string): string {
  return `${text}\n@${new URL(origin).hostname} #${code}`;
}
