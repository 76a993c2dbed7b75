import type { Activity } from '../../lambdas/http/answers/own-data.ts';
import { ask } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find, pageLocale } from '../shared/dom.ts';
import { dateAndTime } from '../shared/format.ts';
import { words } from './page-words.ts';
import { type List, rowOf, whence } from './rows.ts';

type Entry = Activity['entries'][number];

const events: Readonly<Record<string, string>> = words.events;

const rowOfEntry = ({ at, event, browser, place }: Entry) =>
  rowOf(events[event] ?? words.other, [dateAndTime(at, pageLocale()), whence({ browser, place })]);

/** What happened lately, in plain words, page by page. */
export function showActivity(list: List): () => Promise<void> {
  const more = find('more-activity', HTMLButtonElement);
  const busy = busyButton(more);
  let cursor: string | undefined;

  const add = async (after: string | undefined) => {
    const outcome = await ask('GET /api/activity', after === undefined ? {} : { query: { cursor: after } });
    if (!outcome.ok) return list.refuse(outcome.problem);
    const rows = outcome.answer.entries.map(rowOfEntry);
    if (after === undefined) list.show(rows);
    else list.add(rows);
    cursor = outcome.answer.cursor;
    more.hidden = cursor === undefined;
  };
  more.addEventListener('click', () => void busy.run(words.loading, () => add(cursor)));
  return () => add(undefined);
}
