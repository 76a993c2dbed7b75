const LONGEST_LINE = 200;
const LONGEST_FOREIGN = 64;

/**
 * One line of text that cannot leave its place: no line breaks, no control, bidi or zero-width characters, nothing
 * that a mail header would decode (RFC 2047), at most 200 characters. It is not HTML yet: layouts escape.
 */
export function inertLine(text: string, longest = LONGEST_LINE): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}\p{Co}]/gu, '')
    .replaceAll('=?', '= ?')
    .replace(/ {2,}/g, ' ')
    .trim();
  const characters = [...line];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : line;
}

/**
 * Words that somebody else chose: a person's name, a browser, a place. Besides being inert, at most 64 characters
 * long, they hold nothing that a mail program would turn into a link.
 */
export function foreignWords(text: string): string {
  const line = inertLine(text, LONGEST_FOREIGN).replaceAll('://', ': //');
  // A dot before what could be a top-level domain: two characters or more, one of them a letter.
  return line.replace(/[.。．｡](?=[\p{L}\p{N}-]{2})(?=[\p{N}-]*\p{L})/gu, '$& ');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML, for element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
