import { describe, expect, test } from 'vitest';
import { cutToSeptets, septets, toGsm } from '../../lambdas/notify/gsm.ts';
import type { Addressing } from '../../lambdas/notify/message.ts';
import { renderSms } from '../../lambdas/notify/sms.ts';
import { locales } from '../../locales/locale.ts';
import { everyMessage, portal, samples, secretOf } from './samples.ts';

const british: Addressing = { locale: 'en-GB', portal, recipient: { name: 'Anna' } };
const named = (name: string): Addressing => ({ ...british, portal: { ...portal, name } });

test('a code comes with the line that binds it to our host', () => {
  expect(renderSms(samples['sign-in-code'], british)).toBe(
    'Example Org: your sign-in code is 048213, valid for 5 minutes. Do not share it with anyone.\n@id.example.org #048213',
  );
});

test('the host of the last line is the configured one, without its port', () => {
  const local = { ...british, portal: { ...portal, origin: 'http://localhost:4123' } };
  expect(renderSms(samples['sign-in-code'], local).split('\n').at(-1)).toBe('@localhost #048213');
});

describe.each(everyMessage)('%s', (_, message, addressing) => {
  test('is one segment of the default alphabet, without cutting names of ordinary length', () => {
    const text = renderSms(message, addressing);
    expect(septets(text)).toBeLessThanOrEqual(160);
    expect(text).toContain(portal.name);
    expect(text).not.toMatch(/[{}]/);
  });

  test('is one segment with the longest plausible names', () => {
    const long = {
      ...portal,
      name: 'Gemeinsames Anmeldeportal der Stadtwerke Mönchengladbach',
      origin: 'https://d111111abcdef8.cloudfront.net',
    };
    const text = renderSms(message, { ...addressing, portal: long });
    expect(septets(text)).toBeLessThanOrEqual(160);
    expect(text).toContain('Gemeinsames');
    expect(text).toContain('d111111abcdef8.cloudfront.net');
  });
});

test('only what is typed is said in full: a link stays in the mail, and its page is named', () => {
  for (const message of Object.values(samples)) {
    const text = renderSms(message, british);
    const secret = secretOf(message);
    if ('code' in message || 'password' in message) expect(text).toContain(secret);
    else expect(text).not.toContain('#');
  }
  expect(renderSms(samples.invitation, british)).toMatch(/: https:\/\/id\.example\.org\/invitation\/$/);
  for (const kind of ['new-browser', 'password-set', 'email-changed', 'phone-changed'] as const) {
    expect(renderSms(samples[kind], british)).toMatch(/Not you\? https:\/\/id\.example\.org\/not-me\/$/);
  }
});

test('T65: a user name and a masked address stay out', () => {
  expect(renderSms(samples['username-reminder'], british)).not.toContain('anna');
  expect(renderSms(samples['email-changed'], british)).not.toContain('•');
});

test('the code and the last line are whole, however long host and name', () => {
  for (const locale of locales) {
    const origin = `https://${'sign-in.'.repeat(12)}example.org`;
    const text = renderSms(samples['sign-in-code'], {
      ...british,
      locale,
      portal: { ...portal, origin, name: 'x'.repeat(300) },
    });
    expect(text).toContain(`\n@${new URL(origin).hostname} #048213`);
    expect(text).toMatch(/^x{11}\b/);
  }
});

test('a name beyond the default alphabet loses accents; one in another script gives way to the host', () => {
  expect(renderSms(samples['sign-in-code'], named('Zażółć Gdańsk'))).toMatch(/^Zazolc Gdansk: /);
  expect(renderSms(samples['sign-in-code'], named('Портал'))).toMatch(/^id\.example\.org: /);
});

test('septets are counted with the extension table', () => {
  expect(septets('Hé, @ £ ß')).toBe(9);
  expect(septets('[€]')).toBe(6);
  expect(septets('ç')).toBeUndefined();
  expect(septets('ok 👍')).toBeUndefined();
});

test('texts are brought to the default alphabet and cut by septets, not by letters', () => {
  expect(toGsm('ça\u00a0va ? être 🏛')).toBe('ca va ? etre ');
  expect(cutToSeptets('ab€€', 4)).toBe('ab€');
  expect(cutToSeptets('ab', 0)).toBe('');
});
