import { type Account, type Address, type Channel, channelsOf } from '../auth/account.ts';
import { socketsOfPhone } from '../auth/socket.ts';
import { countMetric, log } from '../log.ts';
import type { Settings } from '../settings.ts';
import { renderEmail } from './email.ts';
import { hangUp } from './hint.ts';
import { mayText } from './may-text.ts';
import type { Portal } from './message.ts';
import { type MessageSources, messageOf } from './message-of.ts';
import type { Outbox, Owed, OwedMessage, OwedTicketNote } from './owed.ts';
import type { SendEmail, SendOutcome, SendSms } from './sender.ts';
import { renderSms } from './sms.ts';
import { type Letter, type TicketSources, ticketNote } from './ticket-note.ts';
import { tellPhones, type WaitingNeeds } from './waiting.ts';

export interface DeliverNeeds extends MessageSources, TicketSources, WaitingNeeds {
  readonly outbox: Outbox;
  account(id: string): Promise<Account | undefined>;
  /** Uses up one text message of today's budgets, all accounts' and the number's; false when there is none left. */
  buyText(number: string, askedBy: 'anybody' | 'owner', now: number): Promise<boolean>;
  readonly settings: Settings;
  readonly sendEmail: SendEmail;
  readonly sendSms: SendSms;
}

/** What became of an owed message. `busy`: another one is sending it; come again. */
export type Delivery = 'sent' | 'failed' | 'dropped' | 'settled' | 'busy';

/**
 * Sends what is owed, once, however often its record comes, and hangs up the sockets of phones that ended with it. Drops
 * what is expired or not the newest: what the stream brings late must not revive a code. Throws what should be tried
 * again, after giving the message back.
 */
export async function deliver(needs: DeliverNeeds, owed: Owed, now: number): Promise<Delivery> {
  const taken = await needs.outbox.take(owed.id, now);
  if (taken !== 'taken') return taken;
  const state = await sendOrRelease(needs, owed, now);
  // When this fails the lease stays: given back at once, the message would leave twice at once.
  await needs.outbox.settle(owed.id, state, now);
  return state;
}

async function sendOrRelease(needs: DeliverNeeds, owed: Owed, now: number) {
  const ended = 'endedPhones' in owed ? owed.endedPhones : undefined;
  // Whoever ended them: one that has become nobody's must not stay on the line. It never throws.
  await Promise.all((ended ?? []).map((device) => hangUp(needs, socketsOfPhone(device))));
  try {
    return await (owed.kind === 'approval-waiting' ? tellPhones(needs, owed, now) : send(needs, owed, now));
  } catch (error) {
    await needs.outbox.release(owed.id);
    throw error;
  }
}

type OwedLetter = OwedMessage | OwedTicketNote;

async function send(needs: DeliverNeeds, owed: OwedLetter, now: number): Promise<'sent' | 'failed' | 'dropped'> {
  const letter = await letterOf(needs, owed, now);
  if (!letter) return dropped(owed, 'nothing-owed');
  const outcome = await sendOver(needs, owed, letter, now);
  const Channel = channelFor(owed, letter);
  countMetric(outcome === 'sent' ? 'MessagesSent' : 'MessagesFailed', { Channel });
  if (outcome === 'sent') return 'sent';
  log.warn('A message was rejected.', {
    owed: owed.id,
    kind: owed.kind,
    channel: owed.channel,
    reason: outcome.reason,
  });
  return 'failed';
}

async function letterOf(needs: DeliverNeeds, owed: OwedLetter, now: number): Promise<Letter | undefined> {
  if ('ticket' in owed) return ticketNote(needs, owed);
  const recipient = await needs.account(owed.account);
  const message = recipient && (await messageOf(needs, owed, recipient, now));
  return message && { message, recipient };
}

function dropped(owed: OwedLetter, reason: string): 'dropped' {
  log.info('A message was dropped.', { owed: owed.id, kind: owed.kind, reason });
  return 'dropped';
}

type Sent = SendOutcome | { readonly outcome: 'rejected'; readonly reason: 'country' | 'budget' | 'no-phone' };

async function sendOver(needs: DeliverNeeds, owed: OwedLetter, letter: Letter, now: number): Promise<Sent> {
  const { settings } = needs;
  const { message, recipient } = letter;
  const portal: Portal = { ...settings, origin: needs.origin };
  const addressing = { locale: recipient.locale, portal, recipient: { name: recipient.name } };
  const to = destination(owed, letter);
  if (!to) return { outcome: 'rejected', reason: 'no-phone' };
  if ('email' in to) return needs.sendEmail(to.email, renderEmail(message, addressing));
  if (!mayText(to.phone, settings.smsCountries)) return { outcome: 'rejected', reason: 'country' };
  if (!(await needs.buyText(to.phone.number, askedBy(owed), now))) return { outcome: 'rejected', reason: 'budget' };
  return needs.sendSms(to.phone.number, renderSms(message, addressing), settings.smsSenderId);
}

/** What is on file, unless the message names another address. */
function destination(owed: OwedLetter, letter: Letter): Address | undefined {
  if (owed.to) return owed.to;
  const { email, phone } = letter.recipient;
  return channelFor(owed, letter) === 'email' ? { email } : phone && { phone };
}

/** A reset code leaves for whoever types a name; everything else that is texted, behind a password or for a change. */
const askedBy = ({ kind }: OwedLetter) => (kind === 'reset-code' ? 'anybody' : 'owner');

/** What was asked for by somebody who may not know what the account has, or that it has only an invitation's link. */
function channelFor(owed: OwedLetter, { message, recipient }: Letter): Channel {
  if (message.kind === 'invitation-reminder') return 'email';
  const channels = channelsOf(recipient);
  const isChosen = owed.kind === 'sign-in-code' || owed.kind === 'confirmation-code';
  const isAsked = isChosen || channels.some((channel) => channel === owed.channel);
  return isAsked && owed.channel !== 'preferred' ? owed.channel : (channels[0] ?? 'email');
}
