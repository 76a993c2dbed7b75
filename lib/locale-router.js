// A CloudFront Function (cloudfront-js-2.0), called for every request for a page. Addresses carry no language: this
// chooses one and names the file. `locale-router.ts` fills in the two lists, and tests run this file as it is deployed.
const locales = ['en-GB'];
const pages = ['/'];

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const uri = request.uri;
  const isFile = uri.slice(uri.lastIndexOf('/') + 1).includes('.');
  if (isFile) return request;
  const page = uri.endsWith('/') ? uri : `${uri}/`;
  const file = pages.includes(page) ? `${page}index.html` : '/404.html';
  request.uri = `/${chooseLocale(request)}${file}`;
  return request;
}

/** What the person chose on a page, else what the browser prefers, else the first language of the portal. */
function chooseLocale(request) {
  const cookie = request.cookies.locale;
  if (cookie && locales.includes(cookie.value)) return cookie.value;
  const header = request.headers['accept-language'];
  const preferred = header ? preferences(header.value).map(findLocale).find(Boolean) : undefined;
  return preferred || locales[0];
}

/** `nl;q=0.5, en` → `['en', 'nl']` (RFC 9110, 12.5.4). */
function preferences(header) {
  return header
    .slice(0, 400)
    .split(',')
    .map((part) => {
      const pieces = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/);
      return { tag: pieces[0], quality: pieces.length > 1 ? Number(pieces[1]) : 1 };
    })
    .filter((preference) => preference.quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map((preference) => preference.tag);
}

/** The language itself, else the first of the same primary tag: `nl-be` → `nl`, `en` → `en-GB`. */
function findLocale(tag) {
  const primary = tag.split('-')[0];
  return (
    locales.find((locale) => locale.toLowerCase() === tag) ||
    locales.find((locale) => locale.toLowerCase().split('-')[0] === primary)
  );
}
