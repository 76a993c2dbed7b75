import { ask, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import { element } from '../shared/element.ts';
import { problems } from '../shared/form-words.ts';
import { messageAt } from '../shared/message.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { randomKey, submissionOf } from '../shared/submission.ts';
import { words } from './page-words.ts';

/** Fetches all that is held about the person, and hands it to the browser as a download; the problem, if there is one. */
export async function download(flow: string): Promise<Problem | undefined> {
  const outcome = await ask('POST /api/account/data', submissionOf({ flow }, undefined));
  if (!outcome.ok) return outcome.problem;
  const file = new Blob([`${JSON.stringify(outcome.answer, undefined, 2)}\n`], { type: 'application/json' });
  const address = URL.createObjectURL(file);
  element('a', { href: address, download: `${location.hostname}-data.json` }).click();
  // The download has the file by now.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return undefined;
}

/** The request to delete the account, which asks once more. */
export function offerDeletion(left: (problem: Problem) => boolean): void {
  const [first, sure] = [find('ask-deletion', HTMLButtonElement), find('deletion-sure', HTMLElement)];
  const yes = find('deletion-yes', HTMLButtonElement);
  const message = messageAt('deletion-message');
  const busy = busyButton(yes);
  const asking = (is: 'asking' | 'resting') => {
    sure.hidden = is === 'resting';
    first.hidden = is === 'asking';
  };
  // Sent again after a lost answer, it is still one ticket.
  const request = {
    idempotencyKey: randomKey(),
    body: {
      subject: words.deletionSubject,
      category: 'account',
      priority: 'normal',
      text: words.deletionText,
      attachments: [],
    },
  };
  const askFor = async () => {
    const outcome = await ask('POST /api/tickets', request);
    if (outcome.ok) {
      asking('resting');
      message.tell('calm', words.deletionAsked);
    } else if (!left(outcome.problem)) message.tell('bad', problemSentence(outcome.problem, problems));
  };
  first.addEventListener('click', () => {
    message.clear();
    asking('asking');
    yes.focus();
  });
  find('deletion-no', HTMLButtonElement).addEventListener('click', () => {
    asking('resting');
    first.focus();
  });
  yes.addEventListener('click', () => void busy.run(words.loading, askFor));
}
