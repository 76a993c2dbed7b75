const ASK_EVERY_MILLISECONDS = 20_000;

/** Asks again and again while somebody may be looking, and at once when the page is seen again. It is no activity. */
export function askWhileVisible(ask: () => Promise<void>): void {
  let isAsking = false;
  const tick = async () => {
    if (isAsking || document.visibilityState !== 'visible') return;
    isAsking = true;
    await ask();
    isAsking = false;
  };
  setInterval(() => void tick(), ASK_EVERY_MILLISECONDS);
  document.addEventListener('visibilitychange', () => void tick());
}
