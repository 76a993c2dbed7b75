/** What a browser needs to draw the frames of one minute itself. */
export interface Series {
  readonly number: number;
  /** 32 bytes, base64url. */
  readonly key: string;
}

const MAC_BYTES = 16;

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));

const textOf = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Links of a series, by its second: `ORIGIN/mobile/#s.FLOW.SERIES.SECOND.MAC`, as `auth/qr-series.ts` reads them. */
export type Frames = (second: number) => Promise<string>;

/** The frames of a flow's series. */
export async function framesOf(origin: string, flow: string, { number, key }: Series): Promise<Frames> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', bytesOf(key), algorithm, false, ['sign']);
  return async (second) => {
    const text = `${flow}.${number}.${second}`;
    const mac = await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text));
    return `${origin}/mobile/#s.${text}.${textOf(new Uint8Array(mac, 0, MAC_BYTES))}`;
  };
}
