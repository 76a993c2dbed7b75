import type { Browser } from 'playwright-core';

/** A first visit, with nothing in the cache. */
export interface Visit {
  /** Milliseconds until the first field is drawn, has the focus and takes letters. */
  readonly typeable: number;
  /** Begun until then, the page itself among them. */
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

/** An address that holds its own content is no request. */
const TOLD = `{
  typeable: globalThis.typeable,
  shift: globalThis.shift,
  requests: 1 + performance.getEntriesByType('resource')
    .filter(({ name, startTime }) => name.startsWith('http') && startTime < globalThis.typeable).length,
}`;

const SETTLED_MILLISECONDS = 1000;

export async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ locale: 'en-GB' });
  try {
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    await page.goto(url);
    await page.waitForFunction('globalThis.typeable !== undefined');
    await page.waitForTimeout(SETTLED_MILLISECONDS);
    return await page.evaluate<Visit>(`(${TOLD})`);
  } finally {
    await context.close();
  }
}
