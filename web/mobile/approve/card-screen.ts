import type { CardText, SignedDecision } from '../../../lambdas/auth/approval.ts';
import { find } from '../../shared/dom.ts';
import { clockTime, fill } from '../../shared/format.ts';
import { countDown } from '../../shared/time-left.ts';
import { moment, put } from '../facts.ts';
import { words } from '../page-words.ts';
import type { WaitingCard } from '../phone.ts';
import { type Press, type Screen, showScreen } from '../screens.ts';
import { type Match, showMatch } from './match.ts';

/** What somebody decides; the screen stays until the portal has it. */
export interface Wanted {
  readonly decision: SignedDecision['decision'];
  readonly choice?: number;
  readonly press: Press;
  readonly screen: Screen;
}

function fillCard(text: CardText): void {
  find('card-new', HTMLElement).hidden = !text.newBrowser;
  put('card-heading', words.headings[text.purpose]);
  put('card-person', text.person);
  put('card-identifier', text.identifier);
  put('card-portal', text.portal);
  put('card-browser', text.browser);
  put('card-place', text.place ?? words.unknownPlace);
  put('card-at', moment(text.at));
}

/** Settles when the time is over. */
function over({ endsAt }: WaitingCard, screen: Screen): Promise<'over'> {
  return new Promise((resolve) => {
    countDown(endsAt, (left) => {
      if (screen.left.aborted) return;
      put('card-left', fill(words.timeLeft, { time: clockTime(left) }));
      if (left === 0) resolve('over');
    });
  });
}

async function pressed(screen: Screen, match: Match): Promise<Wanted | 'back'> {
  for (;;) {
    const press = await screen.press();
    const { answer } = press;
    if (answer === 'back') return 'back';
    if (answer === 'deny' || answer === 'report') return { decision: answer, press, screen };
    const choice = match();
    if (answer === 'accept' && choice !== 'missing') return { decision: 'accept', ...choice, press, screen };
  }
}

/** Shows the question until somebody decides, looks elsewhere, or the time is over. */
export async function askCard(card: WaitingCard, text: CardText, trouble?: string): Promise<Wanted | 'back' | 'over'> {
  fillCard(text);
  const match = showMatch(text);
  const screen = showScreen('card');
  if (trouble !== undefined) screen.message.tell('bad', trouble);
  return Promise.race([pressed(screen, match), over(card, screen)]);
}
