/**
 * The one thing that plain HTTP breaks: WebKit keeps no `Secure` cookie from http://localhost (Chromium and Firefox
 * do), and some clients that are no browsers keep it and never send it. For these, and only these, the TLS edge that
 * is missing here is made good: the cookie travels without `Secure` and, since a `__Host-` cookie must have it, under
 * a name with a prefix; on the way in the prefix goes. A function sees and sets the true names.
 */
const PREFIX = 'plain.';
const SECURE = /;\s*secure\s*(?=;|$)/i;

/** A client asks for the translation with the header `x-local-cookies: plain`; WebKit is known by its name. */
export function needsPlainCookies(headers: Readonly<Record<string, string>>): boolean {
  const agent = headers['user-agent'] ?? '';
  const isWebKit = /AppleWebKit\//.test(agent) && !/Chrom(e|ium)\//.test(agent);
  return isWebKit || headers['x-local-cookies'] === 'plain';
}

/** `plain.__Host-session=…` → `__Host-session=…`; whatever claims to be Secure without the prefix did not come from us. */
export function fromPlain(cookie: string): string {
  return cookie
    .split(/;\s*/)
    .filter((pair) => !/^__(Host|Secure)-/i.test(pair))
    .map((pair) => (pair.startsWith(PREFIX) ? pair.slice(PREFIX.length) : pair))
    .join('; ');
}

/** `__Host-session=…; Secure; …` → `plain.__Host-session=…; …` */
export function toPlain(setCookie: string): string {
  if (!SECURE.test(setCookie)) return setCookie;
  return `${PREFIX}${setCookie.replace(SECURE, '')}`;
}
