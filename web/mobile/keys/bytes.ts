/** Bytes that WebCrypto takes. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** UTF-8. */
export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

/** Base64url without padding (RFC 4648, 5). */
export function base64url(bytes: ArrayBuffer | Bytes): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** The bytes behind base64url; throws when it is none. */
export function bytesOf(text: string): Bytes {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}

export const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** SHA-256 of a text's UTF-8, base64url. */
export const hashText = async (text: string): Promise<string> => base64url(await sha256(utf8(text)));

/** So many random bytes. */
export const randomBytes = (count: number): Bytes => crypto.getRandomValues(new Uint8Array(count));
