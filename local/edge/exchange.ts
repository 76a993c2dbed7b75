/** A viewer's request, as the gateway hands it from the TLS edge to the origin. */
export interface Request {
  readonly method: string;
  /** Path as it was sent, still encoded. */
  readonly path: string;
  /** Query string without the question mark. */
  readonly query: string;
  /** Names in lower case; repeated headers are joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The viewer's `ip:port`. */
  readonly viewer: string;
}

export interface Response {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

export const EMPTY = Buffer.alloc(0);

export function textResponse(status: number, text: string): Response {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(text) };
}
