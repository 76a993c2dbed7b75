import { UNKNOWN_BROWSER, type Visit } from '../auth/account.ts';

/**
 * Who is on the other side, as far as the edge tells. Believed only behind CloudFront, whose secret header has been
 * verified before: anybody else may write these headers as he likes.
 */

type Headers = Readonly<Record<string, string | undefined>>;

/** The client's network address from `CloudFront-Viewer-Address` (`ip:port`); an IPv6 address as its /64. */
export function viewerAddress(headers: Headers): string {
  const value = headers['cloudfront-viewer-address'] ?? '';
  const address = value.slice(0, Math.max(0, value.lastIndexOf(':'))).replace(/^\[|\]$/g, '');
  return address.includes(':') ? slash64(address) : address;
}

/** The first four groups: what one household or server is given (RFC 6177). */
function slash64(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/** Browser, place and time of a request, as people are told of it. */
export function visitOf(headers: Headers, at: number): Visit {
  const place = placeOf(headers);
  return { at, browser: browserOf(headers['user-agent'] ?? ''), ...(place !== undefined && { place }) };
}

function placeOf(headers: Headers): string | undefined {
  const [city, country] = [plain(headers['cloudfront-viewer-city']), plain(headers['cloudfront-viewer-country'])];
  return [city, country].filter(Boolean).join(', ') || undefined;
}

/** Header values are the edge's, yet they end up in mails and pages: letters, marks and spaces, and not many. */
function plain(value: string | undefined): string {
  if (!value) return '';
  return decode(value)
    .replace(/[^\p{L}\p{M}\p{N} .'-]/gu, '')
    .trim()
    .slice(0, 60);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bWindows\b/, 'Windows'],
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** For example `Firefox, Windows`, in no language: fixed words only, so that nothing a client sends is shown to anybody. */
export function browserOf(userAgent: string): string {
  const name = BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1];
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1];
  if (!name) return system ?? UNKNOWN_BROWSER;
  return system ? `${name}, ${system}` : name;
}
