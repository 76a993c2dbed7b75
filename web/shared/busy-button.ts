import { within } from './dom.ts';

/** A button that says what it is doing and cannot be pressed again until it is done. It keeps the focus throughout. */
export interface BusyButton {
  /** Shows `label` while `work` runs; does nothing while it runs already or the button is held. */
  run(label: string, work: () => Promise<void>): Promise<void>;
  /** Makes the button wait until `release`. */
  hold(): void;
  release(): void;
}

/** Makes a button with its label in a `<span>` a busy one. Those that show before the script is there are disabled until now: no press is lost. */
export function busyButton(button: HTMLButtonElement): BusyButton {
  const text = within(button, 'span', HTMLSpanElement);
  const resting = text.textContent ?? '';
  button.disabled = false;
  let busy = false;
  let held = false;
  const show = (label: string) => {
    text.textContent = label;
    button.setAttribute('aria-disabled', String(busy || held));
    button.classList.toggle('busy', busy);
  };
  const setHeld = (value: typeof held) => {
    held = value;
    if (!busy) show(resting);
  };
  return {
    hold: () => setHeld(true),
    release: () => setHeld(false),
    async run(label, work) {
      if (busy || held) return;
      busy = true;
      show(label);
      try {
        await work();
      } finally {
        busy = false;
        show(resting);
      }
    },
  };
}
