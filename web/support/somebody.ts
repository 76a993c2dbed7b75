const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

let waiting: (() => void) | undefined;

function arrived(): void {
  const act = waiting;
  waiting = undefined;
  act?.();
}

/**
 * Does the last of these once somebody moves at the page: what arrives at a page that nobody looks at has not been
 * read, and to say that it was would count as an activity.
 */
export function whenSomebodyIsThere(act: () => void): void {
  if (waiting === undefined) {
    for (const sign of SIGNS) document.addEventListener(sign, arrived, { once: true, passive: true });
  }
  waiting = act;
}
