import type { Words } from '../../locales/pages/words.ts';
import { ask } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import { problems } from '../shared/form-words.ts';
import { signedInHint } from '../shared/hints.ts';
import { enableLanguages } from '../shared/languages.ts';
import { messageAt } from '../shared/message.ts';
import { pageWords } from '../shared/page-words.ts';
import { problemSentence } from '../shared/problem-words.ts';
import { showStep } from '../shared/step.ts';
import { randomKey } from '../shared/submission.ts';

const { notMe: words } = pageWords<{ readonly notMe: Words['notMeScript'] }>();
const sections = ['ask', 'done', 'todo'] as const;

function show(wanted: (typeof sections)[number]): void {
  for (const id of sections) find(id, HTMLElement).hidden = id !== wanted;
  showStep(find(wanted, HTMLElement));
}

// The secret stays in the address until it is used: a reload, or another language, needs it again.
const token = location.hash.slice(1);
// A press whose answer was lost is recognised when it is repeated.
const idempotencyKey = randomKey();

async function lock(): Promise<void> {
  const outcome = await ask('POST /api/not-me', { body: { token }, idempotencyKey });
  if (!outcome.ok && outcome.problem.code !== 'link-ended') {
    messageAt('ask-message').tell('bad', problemSentence(outcome.problem, problems));
    return;
  }
  history.replaceState(null, '', location.pathname);
  if (outcome.ok) signedInHint.clear();
  show(outcome.ok ? 'done' : 'todo');
  if (!outcome.ok) messageAt('todo-message').tell('bad', words.ended);
}

const button = find('say', HTMLButtonElement);
const busy = busyButton(button);
button.addEventListener('click', () => void busy.run(words.locking, lock));
// A link that is opened in the tab of another one changes nothing but what is behind the #.
addEventListener('hashchange', () => location.reload());
enableLanguages();
if (token !== '') show('ask');
