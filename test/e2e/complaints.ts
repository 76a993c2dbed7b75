import type { ConsoleMessage, Page } from 'playwright-core';

/** What the API refuses, the browser notes by itself. */
const REFUSED = /^Failed to load resource: (the server responded with a status of \d+|net::ERR_)/;

const isRefusal = (message: ConsoleMessage): boolean =>
  REFUSED.test(message.text()) && new URL(message.location().url).pathname.startsWith('/api/');

/** Collects what a page throws, warns of or complains of, and every breach of its content security policy. */
export async function listenTo(page: Page, complaints: string[]): Promise<void> {
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type()) || isRefusal(message)) return;
    complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      // biome-ignore lint/suspicious/noConsole: the way out of the page
      console.error(`policy: ${effectiveDirective} ${blockedURI}`),
    ),
  );
}
