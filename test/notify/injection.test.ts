import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderEmail } from '../../lambdas/notify/email.ts';
import { foreignWords, inertLine } from '../../lambdas/notify/inert.ts';
import { maskEmail } from '../../lambdas/notify/mask.ts';
import type { Addressing, Message } from '../../lambdas/notify/message.ts';
import { renderSms } from '../../lambdas/notify/sms.ts';
import { everyMessage, portal, samples } from './samples.ts';

const attacks: Readonly<Record<string, string>> = {
  'a line break': 'Anna\r\nBcc: eve@evil.test\r\n\r\nbody',
  'an encoded line break': 'Anna%0d%0aBcc: eve@evil.test',
  'a line separator': 'Anna\u2028Bcc: eve\u2029\u0085\u000b\u000cx',
  'an encoded word': '=?utf-8?B?QW5uYQ0KQmNjOiBldmU=?=',
  quotes: `"Anna" <eve@evil.test>, '"><img src=x onerror=alert(1)>`,
  HTML: '</p><script>alert(1)</script><a href="https://evil.test">click</a>&amp;<!--',
  'bidi controls': 'Anna\u202e\u2066tset.live\u2069\u202c',
  'zero-width characters': 'An\u200bna\u200d\ufeff\u00ad',
  'a lone surrogate': 'Anna\ud800 \udfff',
  'a place of a template': '{code} {support} {constructor}',
  'a link': 'Anna https://evil.test/win www.evil.test evil。test',
  'a thousand characters': 'A'.repeat(1000),
  'a thousand astral characters': '🏛'.repeat(1000),
};

/** Every message, with a text wherever words of somebody else stand. Languages take turns. */
const everywhere = (text: string): [Message, Addressing][] =>
  everyMessage
    .filter((_, index) => index % 5 === 0)
    .map(([, message, addressing]) => withWords(message, addressing, text));

/** Tags and attributes of a letter, without its texts. */
const skeleton = (html: string) => html.match(/<[^>]*>/g) ?? [];

describe.each(Object.entries(attacks))('T65: %s as name, browser and place', (_, text) => {
  test.each(everywhere(text))('$kind stays one message of fixed shape', (message, addressing) => {
    const harmless = renderEmail(...withWords(message, addressing, 'Anna'));
    const email = renderEmail(message, addressing);
    expect([email.subject, email.from]).toEqual([harmless.subject, harmless.from]);
    expect(skeleton(email.html)).toEqual(skeleton(harmless.html));
    expect(email.text.split('\n')).toHaveLength(harmless.text.split('\n').length);
    expect(email.text).not.toMatch(/[\p{Cs}\p{Cf}\r\u2028\u2029]|:\/\/evil|evil\.test|=\?/u);
    expect(email.text.length).toBeLessThan(harmless.text.length + 3 * 140);
  });

  test.each(everywhere(text))('$kind as SMS holds nothing of it', (message, addressing) => {
    expect(renderSms(message, addressing)).toBe(renderSms(...withWords(message, addressing, 'Anna')));
  });
});

function withWords(message: Message, addressing: Addressing, words: string): [Message, Addressing] {
  const changed: Message =
    'phoneName' in message
      ? { ...message, browser: words, phoneName: words }
      : 'place' in message
        ? { ...message, browser: words, place: words }
        : 'browser' in message
          ? { ...message, browser: words }
          : message;
  return [changed, { ...addressing, recipient: { name: words } }];
}

test.each(Object.entries(attacks))('T65: %s in a user name or in an address that was masked', (_, text) => {
  const british: Addressing = { locale: 'en-GB', portal, recipient: {} };
  const to = maskEmail(text);
  const pairs: [Message, Message][] = [
    [samples['username-reminder'], { kind: 'username-reminder', username: text }],
    [samples['email-changed'], { ...samples['email-changed'], to }],
    [samples['phone-changed'], { ...samples['phone-changed'], to }],
  ];
  for (const [harmless, message] of pairs) {
    const email = renderEmail(message, british);
    expect(skeleton(email.html)).toEqual(skeleton(renderEmail(harmless, british).html));
    expect(email.text.split('\n')).toHaveLength(renderEmail(harmless, british).text.split('\n').length);
    expect(email.text).not.toMatch(/[\p{Cs}\p{Cf}\r\u2028\u2029]|=\?/u);
    expect(renderSms(message, british)).toBe(renderSms(harmless, british));
  }
});

test('T65: a portal with a hostile name has a subject of one line, a sender of one address and escaped HTML', () => {
  for (const name of Object.values(attacks)) {
    const email = renderEmail(samples['sign-in-code'], { locale: 'de', portal: { ...portal, name }, recipient: {} });
    expect(email.subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|=\?/u);
    expect(email.subject.length).toBeLessThan(450);
    expect(email.from).toMatch(
      /^("[^"\\\r\n]*"|=\?UTF-8\?B\?[A-Za-z0-9+/=]+\?=( =\?UTF-8\?B\?[A-Za-z0-9+/=]+\?=)*) <sign-in@example\.org>$/,
    );
    expect(email.html).not.toMatch(/<script|<img|evil\.test">/);
  }
});

test('T65: whatever the text, an inert line is one line, short, and stays as it is when made inert again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const line = inertLine(text);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|=\?/u);
      expect([...line].length).toBeLessThanOrEqual(200);
      expect(inertLine(line)).toBe(line);
    }),
  );
});

test('ordinary names stay as they are', () => {
  for (const name of [
    'Anna v.d. Berg',
    'J.R.R. Tolkien',
    "Siobhán O'Brien",
    'Müller-Lüdenscheidt, Dr.',
    'İpek Şahin',
    '山田 太郎',
    'Firefox 140.0.1, Linux',
  ]) {
    expect(foreignWords(name)).toBe(name);
  }
});
