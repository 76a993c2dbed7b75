import { Refusal } from './refusal.ts';
import { act, type SessionCookie, whoIs } from './session.ts';
import { mayAttach } from './ticket.ts';
import { seenBy } from './ticket-access.ts';
import type { PresignedUpload } from './ticket-attachments.ts';
import { tooManyToday } from './ticket-replies.ts';
import type { TicketNeeds } from './tickets.ts';
import { newId } from './tokens.ts';

const UPLOADS_PER_DAY = 100;

export interface Uploading {
  readonly session: SessionCookie | undefined;
  readonly name: string;
  readonly size: number;
  readonly now: number;
}

/** Where who is signed in may upload a file that a ticket or reply will name. Asked again, it is another file. */
export async function startUpload(
  { store, sessions, files, random }: TicketNeeds,
  { session, name, size, now }: Uploading,
): Promise<PresignedUpload & { readonly attachment: string }> {
  const { account } = await act(sessions, session, now);
  if (!mayAttach({ name, size })) throw new Refusal('attachment-refused');
  if (!(await store.spend({ subject: account.id, what: 'uploads', most: UPLOADS_PER_DAY }, now))) {
    throw tooManyToday(now);
  }
  const attachment = newId(random);
  return { attachment, ...(await files.upload(account.id, { id: attachment, name, size })) };
}

export interface Downloading {
  readonly session: SessionCookie | undefined;
  readonly ticket: string;
  readonly attachment: string;
  readonly now: number;
}

/** Where a file of a ticket that one may see can be fetched. */
export async function startDownload(
  { store, sessions, files }: TicketNeeds,
  { session, ticket, attachment, now }: Downloading,
): Promise<string> {
  const { account } = await whoIs(sessions, session, now);
  const { entries } = await seenBy(store, ticket, account);
  const file = entries.flatMap(({ attachments }) => attachments).find(({ id }) => id === attachment);
  if (!file) throw new Refusal('attachment-missing');
  return files.download(ticket, file);
}
