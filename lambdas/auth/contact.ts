import type { Locale } from '../../locales/locale.ts';
import type { ContactStore } from './contact-store.ts';
import type { HelpTopic } from './help-topics.ts';
import { canonicalise } from './identifiers.ts';
import { type Solved, solvedPuzzle } from './puzzle.ts';
import { Refusal } from './refusal.ts';
import { type Guest, mayAttach, type Ticket, type TicketEntry } from './ticket.ts';
import { isUnread, type SeenTicket, seen } from './ticket-access.ts';
import { type AttachmentStore, attached, type PresignedUpload } from './ticket-attachments.ts';
import { idOf } from './ticket-ids.ts';
import { ticketOfLink } from './ticket-link.ts';
import { say, tooManyToday } from './ticket-replies.ts';
import type { Conversation, ConversationStore } from './ticket-store.ts';
import { newTicket } from './tickets.ts';
import { hashToken, type KeyRing, newId, pseudonym, type Random } from './tokens.ts';

/** What one network address may send, and all together, a day. */
export const MESSAGES_PER_DAY = { address: 10, everybody: 500 } as const;
export const GUEST_UPLOADS_PER_DAY = { address: 20, puzzle: 5, ticket: 20 } as const;
const GUEST_REPLIES_PER_DAY = { address: 50, ticket: 30 } as const;

/** How long the link of a receipt opens a ticket that is closed. */
export const CLOSED_LINK_SECONDS = 30 * 24 * 3600;

/** Where the files of guests wait; their ids are secrets of who uploaded them. */
const FOLDER = 'guests';

export interface ContactNeeds {
  readonly store: ContactStore;
  readonly tickets: ConversationStore;
  readonly files: AttachmentStore;
  readonly keys: KeyRing;
  readonly random: Random;
}

interface Asking {
  /** Network address, from where limits are counted. */
  readonly address: string;
  readonly now: number;
}

export interface ContactMessage extends Asking, Solved {
  readonly name: string;
  readonly email: string;
  readonly text: string;
  readonly locale: Locale;
  /** Ids of files that were uploaded. */
  readonly attachments: readonly string[];
  /** What people do not see; robots fill it in. */
  readonly website: string;
  readonly idempotencyKey: string | undefined;
}

/**
 * Makes a ticket of what somebody writes who cannot sign in, and owes a receipt. No account is looked at: nothing here
 * depends on whether one has that address (design rule 3). `trapped`: a robot, which is told nothing of it. `flooded`: too
 * many messages have come today, over all addresses.
 */
export async function contactUs(
  needs: ContactNeeds,
  message: ContactMessage,
): Promise<'received' | 'trapped' | 'flooded'> {
  const { keys } = needs;
  const { now } = message;
  if (message.website !== '') return 'trapped';
  const nonce = solvedPuzzle(keys, message, now);
  if (nonce === undefined) throw new Refusal('puzzle-wrong');
  const guest = guestOf(message);
  const idempotencyHash = hashToken(message.idempotencyKey ?? newId(needs.random));
  const used = await needs.store.usePuzzle(nonce, idempotencyHash, now);
  if (used === 'taken') throw new Refusal('puzzle-wrong');
  const id = idOf(needs.random, { by: 'contact', key: nonce });
  // Of a repeat the ticket may be there already: then it lacks its receipt at most.
  const isThere = used === 'again' && (await needs.tickets.head(id)) !== undefined;
  if (!isThere && (await register(needs, id, guest, message)) === 'too-many') return 'flooded';
  await needs.store.oweReceipt({ ticket: id, mailbox: mailboxName(keys, guest.email), now });
  return 'received';
}

async function register(needs: ContactNeeds, id: string, guest: Guest, message: ContactMessage) {
  const { tickets, keys } = needs;
  const { text, now } = message;
  const own = { subject: addressName(keys, message), what: 'tickets', most: MESSAGES_PER_DAY.address } as const;
  // Who has used up their own does not use up everybody's.
  if (!(await tickets.spend(own, now))) throw tooManyToday(now);
  const attachments = await attached(needs.files, { folder: FOLDER, ticket: id, ids: message.attachments });
  const asked = { owner: { guest }, asked: guest.name, subject: subjectOf(text), now };
  const ticket = newTicket(id, { ...asked, category: 'sign-in', priority: 'normal' });
  const author: TicketEntry['author'] = { name: guest.name, role: 'guest' };
  const everybody = { subject: 'guests', what: 'tickets', most: MESSAGES_PER_DAY.everybody } as const;
  return tickets.register(ticket, { id, at: now, author, text, attachments }, everybody);
}

function guestOf({ name, email, locale }: ContactMessage): Guest {
  const identifier = canonicalise(email);
  if (identifier?.kind !== 'email') throw new Refusal('email-invalid');
  return { name, email: identifier.canonical, locale };
}

const LONGEST_SUBJECT = 80;

/** The first line of what was written. */
function subjectOf(text: string): string {
  const line = text.split(/[\p{Cc}\p{Zl}\p{Zp}]/u).find((one) => one.trim() !== '') ?? '';
  const signs = [...line.trim()];
  return signs.length <= LONGEST_SUBJECT ? signs.join('') || '…' : `${signs.slice(0, LONGEST_SUBJECT).join('')}…`;
}

const addressName = (keys: KeyRing, { address }: Asking): string => `address#${pseudonym(keys, 'address', address)}`;

/** One mailbox can have many names: what is behind a `+` makes no other one of it. */
function mailboxName(keys: KeyRing, email: string): string {
  const at = email.lastIndexOf('@');
  const [local = ''] = email.slice(0, at).split('+');
  return pseudonym(keys, 'mailbox', `${local}${email.slice(at)}`);
}

export interface GuestUpload extends Asking, Solved {
  readonly name: string;
  readonly size: number;
}

/** Where somebody with a solved puzzle may upload a file that the message will name. */
export async function startGuestUpload(
  needs: ContactNeeds,
  upload: GuestUpload,
): Promise<PresignedUpload & { readonly attachment: string }> {
  const nonce = solvedPuzzle(needs.keys, upload, upload.now);
  if (nonce === undefined) throw new Refusal('puzzle-wrong');
  if (!mayAttach(upload)) throw new Refusal('attachment-refused');
  const ofPuzzle = { subject: `puzzle#${nonce}`, what: 'uploads', most: GUEST_UPLOADS_PER_DAY.puzzle } as const;
  if (!(await needs.tickets.spend(ofPuzzle, upload.now))) throw new Refusal('puzzle-wrong');
  return presigned(needs, upload);
}

/** As long as the address has not used up its own. */
async function presigned(
  { tickets, files, keys, random }: ContactNeeds,
  upload: Asking & Pick<GuestUpload, 'name' | 'size'>,
): Promise<PresignedUpload & { readonly attachment: string }> {
  const { name, size, now } = upload;
  const { address: most } = GUEST_UPLOADS_PER_DAY;
  if (!(await tickets.spend({ subject: addressName(keys, upload), what: 'uploads', most }, now)))
    throw tooManyToday(now);
  const attachment = newId(random);
  return { attachment, ...(await files.upload(FOLDER, { id: attachment, name, size })) };
}

/**
 * The ticket behind the link of a receipt, as its owner sees it, and has then read it. Refuses with `link-ended` whatever is
 * wrong with the link.
 */
export async function followTicket(needs: ContactNeeds, { token, now }: FollowingTicket): Promise<SeenTicket> {
  const conversation = await conversationOf(needs, token, now);
  const { ticket } = conversation;
  if (isUnread(ticket, 'owner')) await needs.tickets.markRead(ticket.id, { side: 'owner' }, ticket.shown);
  return seen(conversation, 'owner');
}

export interface FollowingTicket {
  readonly token: string;
  readonly now: number;
}

/** Where a file of that conversation can be fetched. */
export async function downloadByLink(
  needs: ContactNeeds,
  asked: FollowingTicket & { readonly attachment: string },
): Promise<string> {
  const { ticket, entries } = await followTicket(needs, asked);
  const file = entries.flatMap(({ attachments }) => attachments).find(({ id }) => id === asked.attachment);
  if (!file) throw new Refusal('attachment-missing');
  return needs.files.download(ticket.id, file);
}

/** Where a file may be uploaded that an answer by the link will name. */
export async function startUploadByLink(
  needs: ContactNeeds,
  upload: Asking & FollowingTicket & Pick<GuestUpload, 'name' | 'size'>,
): Promise<PresignedUpload & { readonly attachment: string }> {
  const { ticket } = await conversationOf(needs, upload.token, upload.now);
  if (!mayAttach(upload)) throw new Refusal('attachment-refused');
  const { ticket: most } = GUEST_UPLOADS_PER_DAY;
  const ofTicket = { subject: `guest#${ticket.id}`, what: 'uploads', most } as const;
  if (!(await needs.tickets.spend(ofTicket, upload.now))) throw tooManyToday(upload.now);
  return presigned(needs, upload);
}

export interface GuestReply extends Asking, FollowingTicket {
  readonly text: string;
  /** Ids of files that were uploaded. */
  readonly attachments: readonly string[];
  readonly idempotencyKey: string | undefined;
}

/** A guest's reply, under the link of the receipt. */
export async function replyByLink(needs: ContactNeeds, reply: GuestReply): Promise<SeenTicket> {
  const { token, text, now, idempotencyKey: key } = reply;
  const { ticket } = await conversationOf(needs, token, now);
  const { address, ticket: most } = GUEST_REPLIES_PER_DAY;
  const ofAddress = { subject: addressName(needs.keys, reply), what: 'replies', most: address } as const;
  if (!(await needs.tickets.spend(ofAddress, now))) throw tooManyToday(now);
  const attachments = await attached(needs.files, { folder: FOLDER, ticket: ticket.id, ids: reply.attachments });
  const id = idOf(needs.random, { by: `${ticket.id}#guest`, key });
  const author: TicketEntry['author'] = { name: ticket.asked, role: 'guest' };
  const budget = { subject: `guest#${ticket.id}`, what: 'replies', most } as const;
  const needed = { store: needs.tickets, random: needs.random };
  await say(needed, ticket, { side: 'owner', id, author, text, attachments, budget, now });
  return followTicket(needs, reply);
}

async function conversationOf({ tickets, keys }: ContactNeeds, token: string, now: number): Promise<Conversation> {
  const id = ticketOfLink(keys, token);
  const found = id === undefined ? undefined : await tickets.read(id);
  if (!found || !isOpenToGuest(found.ticket, now)) throw new Refusal('link-ended');
  return found;
}

const isOpenToGuest = ({ owner, state, changedAt }: Ticket, now: number): boolean =>
  'guest' in owner && (state !== 'closed' || changedAt + CLOSED_LINK_SECONDS * 1000 > now);

export interface GivenFeedback extends Asking {
  readonly topic: HelpTopic;
  readonly helpful: boolean;
}

/** Counts whether a help text helped. */
export async function tellWhetherHelpful({ store, keys }: ContactNeeds, given: GivenFeedback): Promise<void> {
  const { topic, helpful, now } = given;
  const address = pseudonym(keys, 'address', given.address);
  if ((await store.countFeedback({ topic, helpful, address, now })) === 'too-many') throw tooManyToday(now);
}
