// A CloudFront Function (cloudfront-js-2.0), called for every request for a page, and for its answer. Addresses carry no
// language: this chooses one and names the file; what shows that there is no such page says so by its status, too.
// `locale-router.ts` fills in the first two lists, and tests run this file as it is deployed.
const locales = ['en-GB'];
const pages = ['/'];
const files = ['assets', 'mobile', 'favicon.svg', 'robots.txt', 'notices.json'];

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const response = event.response;
  const uri = request.uri;
  if (response) {
    if (response.statusCode === 200 && isMissing(uri)) response.statusCode = 404;
    return response;
  }
  if (isFile(uri)) return request;
  const page = pageOf(uri);
  request.uri = `/${chooseLocale(request)}${pages.includes(page) ? `${page}index.html` : '/404.html'}`;
  return request;
}

const isFile = (uri) => files.includes(uri.split('/')[1]) && uri.slice(uri.lastIndexOf('/') + 1).includes('.');
const pageOf = (uri) => (uri.endsWith('/') ? uri : `${uri}/`);

/** Whether an address, as it was asked for or as it was rewritten, has no page. */
function isMissing(uri) {
  if (locales.includes(uri.split('/')[1])) return !uri.endsWith('/index.html');
  return !isFile(uri) && !pages.includes(pageOf(uri));
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
