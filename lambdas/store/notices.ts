import { type Account, channelsOf, type Visit } from '../auth/account.ts';
import { type NotMe, notMeAt, notMeOf } from '../auth/not-me.ts';
import type { TransactItem } from '../aws/dynamodb.ts';
import type { OwedMessage } from '../notify/owed.ts';
import { linked } from './not-me.ts';
import { owed } from './outbox.ts';

type Tables = Readonly<Record<'flows' | 'outbox', string>>;

/** A notice by e-mail with its link "it was not me"; one by SMS, which names the page, is named after it. */
export interface Notice {
  readonly id: string;
  readonly visit: Visit;
  readonly overPhone: boolean;
}

/** That the password was set, to the address on file; over the phone too, so that who has the mailbox cannot hide it. */
export function passwordNotices(tables: Tables, account: Account, { id, visit, overPhone }: Notice): TransactItem[] {
  const message = { kind: 'password-set', account: account.id, createdAt: visit.at, visit } as const;
  const byMail = noticed(tables, { ...message, id, channel: 'email' }, notMeOf(account, visit.at));
  if (!overPhone || !channelsOf(account).includes('sms')) return byMail;
  return [...byMail, owed(tables.outbox, { ...message, id: `${id}.sms`, channel: 'sms' })];
}

/** That a browser signed in which the account did not know, to the address of that name. */
export function browserNotice(
  tables: Tables,
  { account, address }: { readonly account: string; readonly address?: string | undefined },
  { id, visit }: Pick<Notice, 'id' | 'visit'>,
): TransactItem[] {
  const message = { id, kind: 'new-browser', account, channel: 'email', createdAt: visit.at, visit } as const;
  return address === undefined
    ? [owed(tables.outbox, message)]
    : noticed(tables, message, notMeAt(account, address, visit.at));
}

/** The notice, and the link that it carries. */
export const noticed = (tables: Tables, message: OwedMessage, notMe: NotMe): TransactItem[] => [
  owed(tables.outbox, message),
  linked(tables.flows, notMe),
];
