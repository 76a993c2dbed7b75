import { find, say, within } from '../shared/dom.ts';
import type { ResetView } from './reset-state.ts';

/** The elements of the Reset Password page, and how a view is put into them. */
export function resetPage() {
  const sends = find('sends', HTMLElement);
  const page = {
    section: find('reset', HTMLElement),
    form: find('reset-form', HTMLFormElement),
    code: find('reset-code', HTMLInputElement),
    submit: find('reset-submit', HTMLButtonElement),
    timeLeft: find('time-left', HTMLElement),
    resendIn: find('resend-in', HTMLElement),
    sends: [...sends.querySelectorAll<HTMLButtonElement>('[data-channel]')],
    deadEnd: find('dead-end', HTMLElement),
    startAgain: find('start-again', HTMLButtonElement),
  };
  return {
    ...page,
    show(view: ResetView) {
      say(page.timeLeft, view.timeLeft);
      page.timeLeft.classList.toggle('expired', view.expired);
      say(page.resendIn, view.resend);
      within(sends, '.links', HTMLElement).hidden = !view.offersSends;
      for (const button of page.sends) button.ariaDisabled = String(!view.maySend);
      page.deadEnd.hidden = !view.deadEnd;
    },
  };
}

export type ResetPage = ReturnType<typeof resetPage>;
