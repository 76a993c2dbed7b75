import type { ConsoleMessage, Page } from 'playwright-core';

/** What the API or the bucket of attachments refuses, the browser notes by itself. */
const REFUSED = /^Failed to load resource: (the server responded with a status of \d+|net::ERR_)/;

/** And a handshake that is refused (of a phone that has been removed, for one), or given up by its own page. */
const REFUSED_SOCKET =
  /^WebSocket connection to '\S+' failed: (HTTP Authentication failed|WebSocket is closed before the connection)/;

/** Where the local run plays the bucket; the portal itself is `localhost`. */
const BUCKET = '127.0.0.1';

/** Where tests go to be at the portal and on none of its pages: the answer is 404. */
const NOWHERE = '/nowhere';

function isRefusal(message: ConsoleMessage): boolean {
  if (REFUSED_SOCKET.test(message.text())) return true;
  if (!REFUSED.test(message.text())) return false;
  const { hostname, pathname } = new URL(message.location().url);
  return pathname.startsWith('/api/') || pathname === NOWHERE || hostname === BUCKET;
}

/** Collects what a page throws, warns of or complains of, and every breach of its content security policy. */
export async function listenTo(page: Page, complaints: string[]): Promise<void> {
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type()) || isRefusal(message)) return;
    complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      // biome-ignore lint/suspicious/noConsole: the way out of the page
      console.error(`policy: ${effectiveDirective} ${blockedURI}`),
    ),
  );
}
