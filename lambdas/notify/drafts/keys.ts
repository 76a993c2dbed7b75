import { frameOf, pageOf } from '../frame.ts';
import { type Draft, paragraph } from '../letter.ts';
import type { Addressing, MessageOf } from '../message.ts';
import { longTime, shortTime } from '../time.ts';

export function invitation({ url, endsAt }: MessageOf<'invitation'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const words = frame.words.invitation;
  // An SMS names the page without the fragment, where the secret is.
  const page = pageOf(addressing, new URL(url).pathname);
  const say = frame.sayer({ until: longTime(endsAt, addressing.locale), page });
  return {
    ...frame.edges,
    subject: say(words.subject),
    preview: say(words.preview),
    blocks: [
      paragraph(say(words.intro)),
      { kind: 'link', label: words.begin, url },
      paragraph(say(words.steps)),
      paragraph(say(words.until)),
      paragraph(say(words.unexpected)),
    ],
    footer: say(words.footer),
    sms: say(words.sms),
  };
}

export function invitationReminder({ url, endsAt }: MessageOf<'invitation-reminder'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const { invitation, 'invitation-reminder': words } = frame.words;
  const page = pageOf(addressing, new URL(url).pathname);
  const say = frame.sayer({ until: endsAt === undefined ? '' : longTime(endsAt, addressing.locale), page });
  const how = endsAt === undefined ? [words.ended] : [invitation.steps, invitation.until];
  return {
    ...frame.edges,
    subject: say(words.subject),
    preview: say(invitation.preview),
    blocks: [
      paragraph(say(words.intro)),
      { kind: 'link', label: words.begin, url },
      ...how.map((words) => paragraph(say(words))),
      paragraph(say(words.unexpected)),
    ],
    footer: say(invitation.footer),
    sms: say(invitation.sms),
  };
}

export function temporaryPassword(message: MessageOf<'temporary-password'>, addressing: Addressing): Draft {
  const { password, endsAt, url } = message;
  const frame = frameOf(addressing);
  const words = frame.words['temporary-password'];
  const say = frame.sayer({ until: longTime(endsAt, addressing.locale) });
  const text = frame.sayer({ until: shortTime(endsAt, addressing.locale), password });
  return {
    ...frame.edges,
    subject: say(words.subject),
    preview: say(words.preview),
    blocks: [
      paragraph(say(words.intro)),
      { kind: 'code', code: password },
      paragraph(say(words.use)),
      paragraph(say(words.secrecy)),
      { kind: 'link', label: frame.words.links.signIn, url },
      paragraph(say(words.unexpected)),
    ],
    sms: text(words.sms),
  };
}

export function usernameReminder({ username }: MessageOf<'username-reminder'>, addressing: Addressing): Draft {
  const frame = frameOf(addressing);
  const words = frame.words['username-reminder'];
  const say = frame.sayer({});
  return {
    ...frame.edges,
    subject: say(words.subject),
    preview: say(words.preview),
    blocks: [
      ...(username === undefined
        ? [paragraph(say(words.sameAsAddress))]
        : [paragraph(say(words.intro)), { kind: 'facts', facts: [frame.fact(words.username, username)] } as const]),
      { kind: 'link', label: frame.words.links.signIn, url: pageOf(addressing, '/') },
      paragraph(say(words.unexpected)),
    ],
    sms: say(words.sms),
  };
}
