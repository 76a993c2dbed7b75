import type { Locale } from '../../locales/locale.ts';
import { COMMAND_LINE, UNKNOWN_BROWSER, type Visit } from '../auth/account.ts';
import type { Frame } from './frame.ts';
import { foreignWords } from './inert.ts';
import type { Fact } from './letter.ts';
import { longTime } from './time.ts';

type Where = Omit<Visit, 'at'> & { readonly at: string };

/** When, from which browser and roughly where; or by whom, where it was no browser. */
export function factsOf({ at, browser, place }: Where, { words, fact, sayer }: Frame, locale: Locale): readonly Fact[] {
  const { facts } = words;
  const who =
    browser === COMMAND_LINE
      ? fact(facts.by, sayer({})(facts.operator))
      : fact(facts.browser, browserWords(browser, words));
  return [
    fact(facts.at, longTime(at, locale)),
    who,
    ...(place === undefined ? [] : [fact(facts.place, foreignWords(place))]),
  ];
}

/** Names of browsers are the same in every language; that it is not known is not. */
export const browserWords = (browser: string, { facts }: Frame['words']): string =>
  browser === UNKNOWN_BROWSER ? facts.unknownBrowser : foreignWords(browser);
