import { type Following, follow } from '../approval/follow.ts';
import { createWaitPanel } from '../approval/wait-panel.ts';
import type { WaitWords } from '../approval/wait-words.ts';
import { ask, type Problem } from '../shared/api.ts';
import { busyButton } from '../shared/busy-button.ts';
import { find } from '../shared/dom.ts';
import { formWords } from '../shared/form-words.ts';
import { pageWords } from '../shared/page-words.ts';
import type { Action } from './confirmation.ts';
import type { Steps } from './steps.ts';

/** An action confirmed on a phone, in place of password and code. */
export interface PhoneConfirmation {
  /** Offers it, where there is a phone. */
  offer(action: Action, confirmed: (flow: string) => void): Promise<void>;
  clear(): void;
}

interface Ways {
  readonly steps: Steps;
  /** It cannot be asked, or nothing more comes of it. */
  readonly tell: (problem: Problem) => void;
  /** Back to the choice of how to confirm. */
  readonly back: () => void;
}

/** Prepares the button below the password, and the step that waits. */
export function createPhoneConfirmation({ steps, tell, back }: Ways): PhoneConfirmation {
  const { phone: words } = pageWords<{ readonly phone: WaitWords }>();
  const offerButton = find('confirm-by-phone', HTMLButtonElement);
  const button = busyButton(offerButton);
  let asked: { readonly action: Action; readonly confirmed: (flow: string) => void } | undefined;
  let following: Following | undefined;
  const wait = createWaitPanel(words, 'confirmation', () => following?.look());

  const leave = () => {
    following?.stop();
    following = undefined;
    wait.hide();
  };
  const begin = async () => {
    if (!asked) return;
    const { action, confirmed } = asked;
    leave();
    const outcome = await ask('POST /api/account/confirmation/phone', { body: { action } });
    if (asked?.action !== action) return;
    if (!outcome.ok) {
      back();
      return tell(outcome.problem);
    }
    steps.show('phone-confirm');
    following = follow(outcome.answer, {
      look: (options) => ask('GET /api/account/confirmation/phone', options),
      redeem: (submission) => ask('POST /api/account/confirmation/phone/result', submission),
      show: wait.show,
      done: ({ flow }) => {
        leave();
        asked = undefined;
        confirmed(flow);
      },
      ended: (problem) => {
        leave();
        back();
        tell(problem);
      },
    });
  };
  offerButton.addEventListener('click', () => void button.run(formWords.sending, begin));
  find('phone-again', HTMLButtonElement).addEventListener('click', () => void begin());
  return {
    async offer(action, confirmed) {
      asked = { action, confirmed };
      offerButton.hidden = true;
      const outcome = await ask('GET /api/phones');
      offerButton.hidden = !outcome.ok || outcome.answer.phones.length === 0;
    },
    clear() {
      leave();
      asked = undefined;
      offerButton.hidden = true;
    },
  };
}
