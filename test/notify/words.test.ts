import { describe, expect, test } from 'vitest';
import { septets } from '../../lambdas/notify/gsm.ts';
import { locales } from '../../locales/locale.ts';
import { messageWords } from '../../locales/messages/words.ts';

type Branch = { readonly [key: string]: string | Branch };

/** Every text with its path, for example `sign-in-code.subject`. */
function texts(branch: Branch, path = ''): [string, string][] {
  return Object.entries(branch).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : texts(value, `${path}${key}.`),
  );
}

const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
const source = texts(messageWords['en-GB']);

describe.each(locales)('the words of messages in %s', (locale) => {
  const words = new Map(texts(messageWords[locale]));

  test('have the keys of the source, in its order', () => {
    expect([...words.keys()]).toEqual(source.map(([key]) => key));
  });

  test.each(source)('%s has the placeholders of the source, and no empty text', (key, text) => {
    expect(places(words.get(key) ?? '')).toEqual(places(text));
    expect(words.get(key)?.trim()).not.toBe('');
  });

  test('never put a secret into a subject or a preview', () => {
    for (const [key, text] of words)
      if (/\.(subject|preview)$/.test(key)) expect(text).not.toMatch(/\{(code|password)\}/);
  });

  test('of SMS are all of the default alphabet', () => {
    for (const [key, text] of words)
      if (key.endsWith('.sms')) expect(septets(text.replace(/[{}]/g, '')), key).toBeDefined();
  });
});
