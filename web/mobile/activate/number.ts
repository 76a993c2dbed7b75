import { find } from '../../shared/dom.ts';
import { clockTime, fill } from '../../shared/format.ts';
import { openEnrolmentHint } from '../../shared/hints.ts';
import { countDown } from '../../shared/time-left.ts';
import type { App } from '../app.ts';
import { put } from '../facts.ts';
import { words } from '../page-words.ts';
import type { Phone } from '../phone.ts';
import { showResult } from '../result.ts';
import { type Screen, showScreen } from '../screens.ts';

/** Settles when the portal says that the phone works, or that it is forgotten. */
function confirmed(app: App, phone: Phone, screen: Screen): Promise<'activated' | 'notActivated'> {
  return new Promise((resolve) => {
    const look = () => {
      if (phone.problem()?.code === 'phone-unknown') resolve('notActivated');
      else if (phone.view()?.state === 'active') resolve('activated');
    };
    app.watch(look);
    screen.left.addEventListener('abort', () => app.watch(() => {}));
    look();
  });
}

interface ShownNumber {
  readonly number: number;
  /** Unknown when the app was left meanwhile. */
  readonly endsInSeconds?: number;
}

/** Shows the number that is to be typed in the browser, until it was, or too late, or the person looks elsewhere. */
async function showNumber(
  app: App,
  phone: Phone,
  { number, endsInSeconds }: ShownNumber,
): Promise<'activated' | 'notActivated' | 'back'> {
  const screen = showScreen('number');
  put('the-number', String(number));
  put('number-left', '');
  // Begun in this very tab: the way back to where the number is typed.
  find('number-here', HTMLAnchorElement).hidden = openEnrolmentHint.read() === undefined;
  if (endsInSeconds !== undefined) {
    countDown(Date.now() + endsInSeconds * 1000, (left) => {
      if (screen.left.aborted) return;
      put('number-left', fill(words.timeLeft, { time: clockTime(left) }));
      if (left === 0) phone.ask();
    });
  }
  return Promise.race([confirmed(app, phone, screen), screen.press().then(() => 'back' as const)]);
}

/** Shows the number and what came of it. */
export async function finishActivation(app: App, phone: Phone, shown: ShownNumber): Promise<undefined> {
  const result = await showNumber(app, phone, shown);
  if (result === 'back') return;
  if (result === 'notActivated') await app.forget(phone.profile().device);
  await showResult(result);
}
