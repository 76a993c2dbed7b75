import type { Browser } from 'playwright-core';

/** A first visit, with nothing in the cache. */
export interface Visit {
  /** Milliseconds until the first field is drawn, has the focus and takes letters. */
  readonly typeable: number;
  readonly requests: number;
  /** Sum of the layout shifts of the first second, as Cumulative Layout Shift counts them. */
  readonly shift: number;
}

/** Runs in the page before anything of it: a text, because it is the browser's code and not ours. */
const WATCH = `
  globalThis.shift = 0;
  new PerformanceObserver((list) => { for (const { value } of list.getEntries()) globalThis.shift += value; })
    .observe({ type: 'layout-shift', buffered: true });
  const look = () => {
    const field = document.querySelector('input');
    if (field !== null && document.activeElement === field && field.checkVisibility()) globalThis.typeable = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;

const SETTLED_MILLISECONDS = 1000;

export async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ locale: 'en-GB' });
  try {
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    let requests = 0;
    // An address that holds its own content is no request.
    page.on('request', (request) => {
      if (request.url().startsWith('http')) requests += 1;
    });
    await page.goto(url);
    await page.waitForFunction('globalThis.typeable !== undefined');
    await page.waitForTimeout(SETTLED_MILLISECONDS);
    const [typeable, shift] = await page.evaluate<[number, number]>('[globalThis.typeable, globalThis.shift]');
    return { typeable, requests, shift };
  } finally {
    await context.close();
  }
}
