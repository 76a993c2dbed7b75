import type { OwnAccount } from '../../lambdas/http/answers/steps.ts';
import { ask, type Problem } from '../shared/api.ts';
import { find, pageLocale } from '../shared/dom.ts';
import { chooseLanguage } from '../shared/languages.ts';
import { messageAt } from '../shared/message.ts';
import { words } from './change-words.ts';
import type { Frame } from './frame.ts';

interface Ways {
  readonly frame: () => Frame;
  readonly take: (account: OwnAccount) => void;
  readonly tell: (problem: Problem) => void;
}

/** Language and preferred channel, saved as they are chosen. */
export function enablePreferences({ frame, take, tell }: Ways): void {
  const save = async (body: Readonly<Record<string, string>>) => {
    const outcome = await ask('PATCH /api/account', { body });
    if (!outcome.ok) {
      if (!frame().left(outcome.problem)) tell(outcome.problem);
      return;
    }
    take(outcome.answer);
    // The page itself, too, in the language that was chosen.
    if (body.locale !== undefined && body.locale !== pageLocale()) chooseLanguage(body.locale);
    else messageAt('overview-message').tell('calm', words.saved);
  };
  const [language, channel] = [find('language', HTMLSelectElement), find('channel', HTMLSelectElement)];
  language.addEventListener('change', () => void save({ locale: language.value }));
  channel.addEventListener('change', () => void save({ channel: channel.value }));
}
