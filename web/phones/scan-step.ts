import type { EnrolmentStep } from '../../lambdas/http/answers/phones.ts';
import { drawQr } from '../qr/code.ts';
import { announce } from '../shared/announce.ts';
import { find, say } from '../shared/dom.ts';
import { clockTime, fill } from '../shared/format.ts';
import { everySecond, secondsUntil } from '../shared/time-left.ts';
import { words } from './page-words.ts';

/** The QR code of an activation, with its link beside it. */
export interface ScanStep {
  show(step: EnrolmentStep, how: { readonly isNew: boolean }): void;
  /** What is waited for, and for how long. */
  sentence(): string;
  onTimeOver(listener: () => void): void;
  close(): void;
}

/** Prepares the step. */
export function createScanStep(): ScanStep {
  const link = find('activate-link', HTMLAnchorElement);
  const here = find('activate-here', HTMLAnchorElement);
  let shown: { readonly state: 'waiting' | 'opened'; readonly endsAt: number } | undefined;
  let timeOver = () => {};
  let stopClock = () => {};

  const sentence = () => {
    const { state = 'waiting', endsAt = 0 } = shown ?? {};
    return fill(words[state], { time: clockTime(secondsUntil(endsAt, Date.now())) });
  };
  const tick = () => {
    say(find('activate-left', HTMLElement), sentence());
    if (shown && shown.endsAt <= Date.now()) timeOver();
  };
  find('activate-copy', HTMLButtonElement).addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(link.href);
      announce(words.copied);
      say(find('activate-left', HTMLElement), words.copied);
    } catch {
      // Where the clipboard is forbidden, the link is selected, for the person to copy.
      getSelection()?.selectAllChildren(link);
    }
  });
  return {
    show({ state, link: address, endsInSeconds }, { isNew }) {
      shown = { state: state === 'opened' ? 'opened' : 'waiting', endsAt: Date.now() + endsInSeconds * 1000 };
      if (address !== undefined && link.href !== address) {
        drawQr(find('activate-qr', HTMLElement), address);
        for (const anchor of [link, here]) anchor.href = address;
        link.textContent = address;
      }
      stopClock();
      stopClock = everySecond(tick);
      tick();
      if (isNew) find('activate-scan-heading', HTMLElement).focus();
    },
    sentence,
    onTimeOver(listener) {
      timeOver = listener;
    },
    close() {
      stopClock();
      shown = undefined;
      // The secret is in the link: nothing of it stays in the page.
      for (const anchor of [link, here]) anchor.href = '/mobile/';
      link.textContent = '';
      find('activate-qr', HTMLElement).replaceChildren();
    },
  };
}
