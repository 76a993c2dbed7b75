import { describe, expect, test } from 'vitest';
import { mailbox, renderEmail } from '../../lambdas/notify/email.ts';
import { escapeHtml } from '../../lambdas/notify/inert.ts';
import type { Addressing, Message } from '../../lambdas/notify/message.ts';
import { locales } from '../../locales/locale.ts';
import { messageWords } from '../../locales/messages/words.ts';
import { everyMessage, portal, samples, secretOf } from './samples.ts';

const british: Addressing = { locale: 'en-GB', portal, recipient: { name: 'Anna' } };

test('a sign-in code reads in full, as plain text', () => {
  expect(renderEmail(samples['sign-in-code'], british)).toEqual({
    from: '"Example Org" <sign-in@example.org>',
    subject: 'Your sign-in code for Example Org',
    text: `Hello Anna,

Use this code to sign in to Example Org:

048213

It is valid for 5 minutes and works once. Enter it only on id.example.org. Nobody will ever ask you for it by phone, email or chat.

Requested with: Firefox, Windows

Did you not ask for this code? Then somebody else knows your password. Do not pass the code on, set a new password and write to support@example.org.

Example Org sent this message automatically because it concerns your account. Any questions? Write to support@example.org.
`,
    html: expect.stringContaining('<!doctype html>'),
  });
});

describe.each(everyMessage)('%s', (_, message, addressing) => {
  const email = renderEmail(message, addressing);

  test('leaves no placeholder', () => {
    expect(email.subject + email.text).not.toMatch(/[{}]|undefined|null|NaN|Invalid/);
    expect(email.html.replace(/<style>.*<\/style>/s, '')).not.toMatch(/[{}]|undefined|null|NaN|Invalid/);
  });

  test('says all that it says in the text part as HTML too', () => {
    for (const paragraph of email.text
      .trim()
      .split('\n\n')
      .filter((part) => !part.includes('\n'))) {
      // Facts are punctuated in text and laid out in HTML.
      const said = paragraph.split(/[:\u00a0] /).at(-1) ?? '';
      expect(email.html).toContain(escapeHtml(said));
    }
  });

  test('holds its secret in the body only', () => {
    const secret = secretOf(message);
    if (secret === undefined) return;
    expect(email.text).toContain(secret);
    const start = email.html.indexOf('<div class="card"');
    expect(email.html.slice(start)).toContain(secret);
    expect(email.subject + email.from + email.html.slice(0, start)).not.toContain(secret);
  });

  test('says the language, works in the dark, loads nothing and links to the portal only', () => {
    expect(email.html).toContain(`<html lang="${addressing.locale}"`);
    expect(email.html).toContain('prefers-color-scheme:dark');
    expect(email.html).not.toMatch(/<(img|script|link|iframe|form|table)\b|url\(|@import|src=/i);
    const links = [...email.html.matchAll(/href="([^"]*)"/g)].map((match) => new URL(match[1] ?? '').origin);
    for (const origin of links) expect(origin).toBe(portal.origin);
  });
});

test('every language says the time with its zone', () => {
  const times = locales.map(
    (locale) => renderEmail(samples['new-browser'], { ...british, locale }).text.match(/: (.*UTC)/)?.[1],
  );
  expect(times).toEqual([
    '28 September 2026 at 22:36 UTC',
    'September 28, 2026 at 10:36 PM UTC',
    '28 september 2026 om 22:36 UTC',
    '28 septembre 2026 à 22:36 UTC',
    '28. September 2026 um 22:36 UTC',
  ]);
});

test.each(locales)('an operator and an unknown browser are named in %s', (locale) => {
  const letter = (browser: string) => renderEmail({ ...samples['password-set'], browser }, { ...british, locale }).text;
  const { operator, unknownBrowser } = messageWords[locale].facts;
  expect(letter('Command line')).toContain(operator.replace('{portal}', portal.name));
  expect(letter('Command line')).not.toContain('Command line');
  expect(letter('?')).toContain(unknownBrowser);
});

test('without a place, nothing is said of a place', () => {
  const { kind, at, browser } = samples['new-browser'];
  expect(renderEmail({ kind, at, browser }, british).text).not.toContain('location');
});

describe('"it was not me"', () => {
  const notice = samples['password-set'];
  const letter = (message: Message) => renderEmail(message, british).text;

  test('is a link with its secret, or the page where there is none', () => {
    const { notMe, ...withoutLink } = notice;
    expect(letter(notice)).toContain(`\nIt was not me\n${notMe}\n`);
    expect(letter(withoutLink)).toContain('\nIt was not me\nhttps://id.example.org/not-me/\n');
  });

  test('of a new browser stands in place of the way to a new password', () => {
    const { notMe, ...withoutLink } = samples['new-browser'];
    expect(letter(samples['new-browser'])).toContain(notMe);
    expect(letter(samples['new-browser'])).not.toContain('/recovery/');
    expect(letter(withoutLink)).toContain('\nSet a new password\nhttps://id.example.org/recovery/\n');
  });
});

test('a number that was removed is not shown', () => {
  const text = renderEmail({ ...samples['phone-changed'], to: undefined }, british).text;
  expect(text).toContain('was removed:\n\nWhen: ');
});

test('a confirmation says what it is for, in subject and text', () => {
  const { subject, text } = renderEmail(samples['confirmation-code'], british);
  expect(subject).toBe('Your code to change your email address for Example Org');
  expect(text).toContain('This code changes your email address for Example Org:');
});

test('an address that is not proved yet does not learn whose account it is', () => {
  const email = renderEmail(samples['new-address-code'], british);
  expect(email.text + email.html).not.toContain('Anna');
  expect(email.text).toMatch(/^Hello,\n/);
});

test('a user name is said as it is typed', () => {
  expect(renderEmail(samples['username-reminder'], british).text).toContain('\nUser name: anna.de-vries\n');
});

test('without a name, the greeting stands alone', () => {
  expect(renderEmail(samples['sign-in-code'], { ...british, recipient: {} }).text).toMatch(/^Hello,\n/);
});

test('the button is readable on a light accent', () => {
  const yellow = { ...british, portal: { ...portal, accent: '#ffd400' } };
  expect(renderEmail(samples['new-browser'], yellow).html).toContain('background:#ffd400;color:#000000');
  expect(renderEmail(samples['new-browser'], british).html).toContain('background:#1f5fbf;color:#ffffff');
});

describe('the sender', () => {
  test('is quoted', () => {
    expect(mailbox('Smith & Sons, "Ltd." \\', 'a@example.org')).toBe('"Smith & Sons, Ltd. " <a@example.org>');
  });

  test('beyond ASCII is made of encoded words of at most 75 characters', () => {
    const name = 'Gemeindeverwaltung Mönchengladbach 🏛 Портал';
    const [, words = ''] = mailbox(name, 'a@example.org').match(/^(.*) <a@example\.org>$/) ?? [];
    const parts = words.split(' ').map((word) => word.match(/^=\?UTF-8\?B\?(.*)\?=$/)?.[1] ?? '');
    expect(parts.map((part) => Buffer.from(part, 'base64').toString()).join('')).toBe(name);
    for (const word of words.split(' ')) expect(word.length).toBeLessThanOrEqual(75);
  });
});
