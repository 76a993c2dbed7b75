import { find, say, within } from '../shared/dom.ts';
import type { CodeView } from './code-state.ts';

/** The elements of the code step, and how a view is put into them. */
export function codePage() {
  const timeLeft = find('time-left', HTMLElement);
  const page = {
    section: find('code-step', HTMLElement),
    form: find('code-form', HTMLFormElement),
    input: find('code', HTMLInputElement),
    submit: find('code-submit', HTMLButtonElement),
    sentTo: find('sent-to', HTMLElement),
    timeLeft: within(timeLeft, 'span', HTMLElement),
    sendNewOne: find('send-new-one', HTMLButtonElement),
    resend: find('resend', HTMLButtonElement),
    otherWay: find('other-way', HTMLButtonElement),
    startAgain: find('start-again', HTMLButtonElement),
  };
  return {
    ...page,
    show(view: CodeView) {
      say(page.sentTo, view.sentTo);
      page.sentTo.classList.toggle('failed', view.deliveryFailed);
      say(page.timeLeft, view.timeLeft);
      page.timeLeft.classList.toggle('expired', view.expired);
      page.sendNewOne.hidden = !view.offersNewOne;
      say(page.resend, view.resend);
      page.resend.setAttribute('aria-disabled', String(!view.mayResend));
      page.otherWay.setAttribute('aria-disabled', String(!view.mayResend));
      say(page.otherWay, view.otherWay);
      page.startAgain.hidden = !view.deadEnd;
    },
  };
}

export type CodePage = ReturnType<typeof codePage>;
