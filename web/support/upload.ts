import { ATTACHMENT_MOST_BYTES, mayAttach } from '../../lambdas/auth/ticket.ts';
import type { Upload } from '../../lambdas/http/answers/support.ts';
import type { Outcome, Problem } from '../shared/api.ts';

/** What the server learns of a file before it is uploaded. */
export interface NewFile extends Readonly<Record<string, unknown>> {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** Why a file cannot be sent, whatever is tried. */
export type Unfit = 'refused' | 'tooBig' | 'empty';

/** What stands in the way of this file, if something does; the server and the bucket check it again. */
export function unfitOf(file: Pick<NewFile, 'name' | 'size'>): Unfit | undefined {
  if (file.size === 0) return 'empty';
  if (file.size > ATTACHMENT_MOST_BYTES) return 'tooBig';
  return mayAttach(file) ? undefined : 'refused';
}

const MOST_CHARACTERS = 120;

/** The name as the server takes it: no longer, and without signs that could be read as a path. Its ending stays. */
export function fitName(name: string): string {
  const signs = [...name.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}/\\]/gu, '_')];
  if (signs.length <= MOST_CHARACTERS) return signs.join('');
  const ending = signs.slice(signs.lastIndexOf('.'));
  return [...signs.slice(0, MOST_CHARACTERS - ending.length), ...ending].join('');
}

interface Sending {
  /** Asks the server where to upload. */
  readonly begin: (file: NewFile) => Promise<Outcome<Upload>>;
  /** From 0 to 1. */
  readonly progress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** The id of the attachment, or what stood in the way: a problem that the server told, or none that is known. */
export type Uploaded = { readonly attachment: string } | { readonly problem?: Problem };

/** Uploads a file to its bucket, as the server said. */
export async function uploadFile(file: File, { begin, progress, signal }: Sending): Promise<Uploaded> {
  const outcome = await begin({ name: fitName(file.name), type: file.type.slice(0, 100), size: file.size });
  if (!outcome.ok) return { problem: outcome.problem };
  const { attachment, url, headers } = outcome.answer;
  const sent = await put(file, { url, headers, progress, signal });
  return sent ? { attachment } : {};
}

interface Put extends Omit<Sending, 'begin'> {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** `fetch` tells no progress of what it sends. */
function put(file: File, { url, headers, progress, signal }: Put): Promise<boolean> {
  const request = new XMLHttpRequest();
  request.open('PUT', url);
  for (const [name, value] of Object.entries(headers)) {
    // The browser says the length itself.
    if (name.toLowerCase() !== 'content-length') request.setRequestHeader(name, value);
  }
  request.upload.addEventListener('progress', ({ loaded, total }) => progress(total > 0 ? loaded / total : 0));
  signal.addEventListener('abort', () => request.abort());
  return new Promise((resolve) => {
    request.addEventListener('loadend', () => resolve(request.status >= 200 && request.status < 300));
    request.send(file);
  });
}
