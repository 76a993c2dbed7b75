import type { Sessions } from '../../lambdas/http/answers/own-data.ts';
import { ask } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find, pageLocale } from '../shared/dom.ts';
import { element, linkButton } from '../shared/element.ts';
import { dateAndTime, fill } from '../shared/format.ts';
import { words } from './page-words.ts';
import { type List, rowOf, whence } from './rows.ts';

type Session = Sessions['sessions'][number];

/** Where the person is signed in; one ends with a press, or all others. */
export function showSessions(list: List): () => Promise<void> {
  const others = find('end-others', HTMLButtonElement);
  const busy = busyButton(others);
  const at = (time: string) => dateAndTime(time, pageLocale());

  const end = async (session: string, told: string) => {
    const outcome = await ask('POST /api/sessions/end', { body: { session } });
    if (!outcome.ok) return list.refuse(outcome.problem);
    show(outcome.answer);
    list.tell(told);
  };
  const rowOfSession = ({ id, began, usedAt, current, phone }: Session) => {
    const which = fill(words.endWhich, { browser: began.browser, at: at(began.at) });
    return rowOf(
      whence(began),
      [
        fill(words.signedInAt, { at: at(began.at) }),
        ...(current ? [] : [fill(words.lastUsed, { at: at(usedAt) })]),
        ...(phone === undefined ? [] : [fill(words.approvedBy, { phone })]),
      ],
      current
        ? element('span', { class: 'badge' }, words.thisBrowser)
        : linkButton(words.end, which, () => void end(id, words.ended)),
    );
  };
  const show = ({ sessions }: Sessions) => {
    list.show(sessions.map(rowOfSession));
    others.hidden = sessions.length < 2;
  };
  others.addEventListener('click', () => void busy.run(words.loading, () => end('others', words.endedOthers)));
  return async () => {
    const outcome = await ask('GET /api/sessions');
    if (outcome.ok) show(outcome.answer);
    else list.refuse(outcome.problem);
  };
}
