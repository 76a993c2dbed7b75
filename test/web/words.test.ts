import { describe, expect, it } from 'vitest';
import { problems } from '../../lambdas/http/problems.ts';
import { locales } from '../../locales/locale.ts';
import { words } from '../../locales/pages/words.ts';

type Leaves = Readonly<Record<string, string>>;

function leavesOf(value: unknown, path = ''): Leaves {
  if (typeof value === 'string') return { [path]: value };
  const entries = Object.entries(value ?? {});
  return Object.assign({}, ...entries.map(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`)));
}

const placeholders = (text = '') => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
const source = leavesOf(words['en-GB']);

describe.each(locales)('the words of the pages in %s', (locale) => {
  const own = leavesOf(words[locale]);

  it('have the shape of the source, in its order', () => {
    expect(Object.keys(own)).toEqual(Object.keys(source));
  });

  it('have the placeholders of the source', () => {
    for (const [path, text] of Object.entries(own)) {
      expect({ path, placeholders: placeholders(text) }).toEqual({ path, placeholders: placeholders(source[path]) });
    }
  });

  it('leave no sentence empty, in straight quotes, with three dots or with space at its ends', () => {
    for (const text of Object.values(own)) expect(text).toMatch(/^(?!\s)(?!.*(["']|\.\.\.))(?!.*\s$).+$/s);
  });

  it('have a sentence for each refusal, and for no answer at all', () => {
    // What only some pages meet is said there, and of a link that has ended by its page.
    const said = {
      ...words[locale].problems,
      ...words[locale].changeProblems,
      ...words[locale].phoneProblems,
      ...words[locale].supportProblems,
      'link-ended': words[locale].notMeScript.ended,
    };
    expect(Object.keys(said).sort()).toEqual([...Object.keys(problems), 'network'].sort());
  });
});

describe('translations', () => {
  it.each([
    ['nl', /(?<!\p{L})(je|jij|jou|jouw)(?!\p{L})/iu],
    ['fr', /(?<!\p{L})(tu|te|toi|ton|ta|tes)(?!\p{L})/iu],
    ['de', /(?<!\p{L})(du|dich|dir|dein\w*)(?!\p{L})/iu],
  ] as const)('address people politely in %s', (locale, familiar) => {
    for (const text of Object.values(leavesOf(words[locale]))) expect(text).not.toMatch(familiar);
  });

  it('are translations: no sentence is left in English', () => {
    for (const locale of ['nl', 'fr', 'de'] as const) {
      const left = Object.entries(leavesOf(words[locale])).filter(
        // A name is a name in every language.
        ([path, text]) => text === source[path] && text.includes(' ') && text !== 'Personal Mobile',
      );
      expect(left).toEqual([]);
    }
  });

  it('keep French punctuation with its word', () => {
    for (const text of Object.values(leavesOf(words.fr))) expect(text).not.toMatch(/ [?:;!»]|« /);
  });
});
