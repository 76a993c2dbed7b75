import type { Browsers } from '../../lambdas/http/answers/own-data.ts';
import { ask } from '../shared/api.ts';
import { pageLocale } from '../shared/dom.ts';
import { element, linkButton } from '../shared/element.ts';
import { dateAndTime, fill } from '../shared/format.ts';
import { words } from './page-words.ts';
import { type List, rowOf, whence } from './rows.ts';

type Browser = Browsers['browsers'][number];

/** The browsers that the account knows; one is forgotten with a press. */
export function showBrowsers(list: List): () => Promise<void> {
  const forget = async (browser: string) => {
    const outcome = await ask('POST /api/browsers/removal', { body: { browser } });
    if (!outcome.ok) return list.refuse(outcome.problem);
    show(outcome.answer);
    list.tell(words.forgotten);
  };
  const rowOfBrowser = ({ id, last, current }: Browser) => {
    const at = dateAndTime(last.at, pageLocale());
    const which = fill(words.forgetWhich, { browser: last.browser, at });
    return rowOf(
      whence(last),
      [fill(words.lastSeen, { at })],
      current ? element('span', { class: 'badge' }, words.thisBrowser) : undefined,
      linkButton(words.forget, which, () => void forget(id)),
    );
  };
  const show = ({ browsers }: Browsers) => list.show(browsers.map(rowOfBrowser));
  return async () => {
    const outcome = await ask('GET /api/browsers');
    if (outcome.ok) show(outcome.answer);
    else list.refuse(outcome.problem);
  };
}
