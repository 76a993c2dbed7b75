import type { PhoneStep } from '../../../lambdas/http/answers/phones.ts';
import type { Following } from '../../approval/follow.ts';
import { createWaitPanel, type WaitPanel } from '../../approval/wait-panel.ts';
import { createSeriesBox, type SeriesBox } from '../../qr/series-box.ts';
import type { Problem } from '../../shared/api.ts';
import { type BusyButton, busyButton } from '../../shared/busy-button.ts';
import { find, say } from '../../shared/dom.ts';
import { type Message, messageAt } from '../../shared/message.ts';
import { problemSentence } from '../../shared/problem-words.ts';
import { waitFor } from '../../shared/wait.ts';
import type { PhoneWords } from './words.ts';

/** The panel as it stands. */
export interface Panel {
  readonly words: PhoneWords;
  readonly signedIn: () => void;
  readonly message: Message;
  readonly newQr: BusyButton;
  /** Absent where no user name may be typed. */
  readonly submit: BusyButton | undefined;
  readonly qrHelp: HTMLElement;
  /** What `qrHelp` says at first. */
  readonly scanText: string;
  readonly box: SeriesBox;
  readonly wait: WaitPanel;
  following: Following | undefined;
  flow: string;
  shown: PhoneStep['state'];
  /** A sign-in that is being begun: who presses meanwhile waits for that one. */
  beginning: Promise<boolean> | undefined;
}

/** The panel before anything is begun. */
export function panelWith(words: PhoneWords, signedIn: () => void): Panel {
  const newQr = find('phone-new-qr', HTMLButtonElement);
  const qrHelp = find('phone-qr-help', HTMLElement);
  const submit = document.getElementById('phone-submit');
  const panel: Panel = {
    words,
    signedIn,
    message: messageAt('phone-message'),
    newQr: busyButton(newQr),
    submit: submit instanceof HTMLButtonElement ? busyButton(submit) : undefined,
    qrHelp,
    scanText: qrHelp.textContent ?? '',
    box: createSeriesBox((isCovered) => {
      find('phone-qr', HTMLElement).classList.toggle('covered', isCovered);
      newQr.hidden = !isCovered;
    }),
    wait: createWaitPanel(words, 'signIn', () => panel.following?.look()),
    following: undefined,
    flow: '',
    shown: 'scan',
    beginning: undefined,
  };
  return panel;
}

/** Shows how the sign-in stands. */
export function show(panel: Panel, step: PhoneStep): void {
  const { words, box, wait } = panel;
  const { state } = step;
  panel.shown = state;
  const mayScan = state === 'scan' || state === 'compare';
  find('phone-qr-part', HTMLElement).hidden = !mayScan;
  find('phone-here', HTMLElement).hidden = !mayScan;
  say(panel.qrHelp, state === 'compare' ? words.wait.orScan : panel.scanText);
  const form = document.getElementById('phone-form');
  if (form) form.hidden = state !== 'scan';
  if (mayScan) box.show(step.flow, step.series);
  else box.stop();
  if (state === 'scan') wait.hide();
  else wait.show(step);
}

/** Tells what went wrong. */
export function tell({ words, message, submit, newQr }: Panel, problem: Problem): void {
  const sentence = problemSentence(problem, words.problems);
  if (problem.retryAfterSeconds === undefined) message.tell('bad', sentence);
  else waitFor(problem.retryAfterSeconds, sentence, message, submit ?? newQr);
}
