import { Refusal } from './refusal.ts';
import type { Attachment } from './ticket.ts';

/** Where a file goes, and where it is fetched. */
export interface PresignedUpload {
  readonly url: string;
  /** To be sent exactly so. */
  readonly headers: Readonly<Record<string, string>>;
  readonly endsInSeconds: number;
}

/** The bucket of attachments. What is uploaded waits in a folder until a ticket names it, and is removed after a day. */
export interface AttachmentStore {
  /** For a file of exactly that size. */
  upload(folder: string, file: Attachment): Promise<PresignedUpload>;
  /** Puts an uploaded file beside its ticket; undefined where it is not there. A repeat does no harm. */
  keep(folder: string, id: string, ticket: string): Promise<Attachment | undefined>;
  /** For a minute, always as a download. */
  download(ticket: string, file: Attachment): Promise<string>;
}

/** The uploaded files that a ticket or reply names, each kept. Refuses when one is not there, or not whole. */
export async function attached(
  files: Pick<AttachmentStore, 'keep'>,
  { folder, ticket, ids }: { readonly folder: string; readonly ticket: string; readonly ids: readonly string[] },
): Promise<readonly Attachment[]> {
  const kept = await Promise.all([...new Set(ids)].map((id) => files.keep(folder, id, ticket)));
  return kept.map((file) => {
    if (!file) throw new Refusal('attachment-missing');
    return file;
  });
}
