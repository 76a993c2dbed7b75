/** What a QR code or link is about: `a` activates this phone, `s` signs a browser in, `here` this very one. */
export type PhoneLink =
  | { readonly kind: 'activate'; readonly enrolment: string }
  | { readonly kind: 'sign-in'; readonly frame: string }
  | { readonly kind: 'here' };

const ENROLMENT = /^a\.[\w-]{22}\.[\w-]{43}$/;
const FRAME = /^s\.[\w-]{22}\.\d{1,3}\.\d{1,3}\.[\w-]{22}$/;

/** What stands behind the `#`; undefined when it is nothing of ours. */
export function linkIn(fragment: string): PhoneLink | undefined {
  const text = fragment.replace(/^#/, '');
  if (ENROLMENT.test(text)) return { kind: 'activate', enrolment: text };
  if (FRAME.test(text)) return { kind: 'sign-in', frame: text };
  return text === 'here' ? { kind: 'here' } : undefined;
}

/** `foreign`: a link to somewhere else; `unknown`: no link at all. */
export type ScannedText = PhoneLink | 'foreign' | 'unknown';

/** What a scan or a pasted text leads to: only links of this portal are followed. */
export function readScanned(text: string, origin: string): ScannedText {
  const bare = linkIn(text.trim());
  if (bare !== undefined && bare.kind !== 'here') return bare;
  if (!URL.canParse(text.trim())) return 'unknown';
  const url = new URL(text.trim());
  const link = linkIn(url.hash);
  if (link === undefined || link.kind === 'here') return 'unknown';
  return url.origin === origin && url.pathname.startsWith('/mobile') ? link : 'foreign';
}
