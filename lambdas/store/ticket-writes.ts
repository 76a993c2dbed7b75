import type { Ticket, TicketEntry } from '../auth/ticket.ts';
import {
  type Addition,
  type Change,
  type DailyBudget,
  MOST_ENTRIES,
  ownerKey,
  type Reader,
  type Reply,
  type TicketMail,
} from '../auth/ticket-store.ts';
import type { TransactItem } from '../aws/dynamodb.ts';
import type { OwedTicketNote } from '../notify/owed.ts';
import { entryRow, HEAD, headRow, queueOf, sortOf } from './ticket-rows.ts';

/** What becomes of a ticket, each a part of a transaction. */

/** The row of a ticket that is not there yet. */
export const registered = (table: string, ticket: Ticket, { text }: TicketEntry): TransactItem => ({
  Put: { TableName: table, Item: headRow(ticket, text), ConditionExpression: 'attribute_not_exists(ticket)' },
});

/** An entry that is not there yet. */
export const said = (table: string, { id }: Pick<Ticket, 'id'>, entry: TicketEntry): TransactItem => ({
  Put: { TableName: table, Item: entryRow(id, entry), ConditionExpression: 'attribute_not_exists(ticket)' },
});

/** An update in the making. */
interface Making {
  readonly sets: string[];
  readonly removes: string[];
  readonly conditions: string[];
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
}

/** One entry more; for staff only, its owner does not notice. */
function counted({ ticket, entry, news, mail, told }: Addition): Making {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = { ':one': 1 };
  const sets = ['revision = revision + :one'];
  const conditions: string[] = [];
  if (!entry.internal) {
    sets.push('shown = shown + :one', 'changedAt = :changedAt');
    values[':changedAt'] = sortOf(ticket.id, entry.at);
  }
  if (news) sets.push(news === 'owner' ? 'said.toOwner = shown + :one' : 'said.toStaff = revision + :one');
  if (mail) {
    names['#told'] = mail.to;
    values[':now'] = entry.at;
    values[':told'] = ticket.mailed[mail.to];
    sets.push('mailed.#told = :now');
    conditions.push('mailed.#told = :told');
  }
  if (told) {
    names['#read'] = 'read';
    conditions.push(told === 'owner' ? '#read.byOwner < said.toOwner' : '#read.byStaff < said.toStaff');
  }
  return { sets, removes: [], conditions, names, values };
}

/** The ticket, with one entry more, as long as it is not closed; for a remark it may be. */
export function repliedTo(table: string, reply: Reply): TransactItem {
  const making = counted(reply);
  making.conditions.push('revision < :most');
  making.values[':most'] = MOST_ENTRIES;
  if (reply.state !== undefined) {
    making.conditions.push('queue = :open');
    making.values[':open'] = 'open';
    setState(making, reply.state);
  }
  return head(table, reply.ticket.id, making);
}

/** The ticket with the changes, as long as its side has seen all that it may. */
export function changed(table: string, change: Change): TransactItem {
  const { changes, side, seen } = change;
  const { state, priority, assignee } = changes;
  const making = counted(change);
  making.conditions.push(side === 'owner' ? 'shown = :seen' : 'revision = :seen');
  making.values[':seen'] = seen;
  if (state !== undefined) setState(making, state);
  if (priority !== undefined) {
    making.sets.push('priority = :priority');
    making.values[':priority'] = priority;
  }
  // Whoever takes care from now on has had no mail.
  if (assignee !== undefined && !change.mail) {
    making.sets.push('mailed.staff = :never');
    making.values[':never'] = 0;
  }
  if (assignee === null) making.removes.push('assignee');
  if (assignee) {
    making.sets.push('assignee = :assignee');
    making.values[':assignee'] = assignee;
  }
  return head(table, change.ticket.id, making);
}

function setState({ sets, names, values }: Making, state: Ticket['state']): void {
  names['#state'] = 'state';
  values[':state'] = state;
  values[':queue'] = queueOf({ state });
  sets.push('#state = :state', 'queue = :queue');
}

function head(table: string, ticket: string, { sets, removes, conditions, names, values }: Making): TransactItem {
  return {
    Update: {
      TableName: table,
      Key: { ticket, entry: HEAD },
      UpdateExpression: `SET ${sets.join(', ')}${removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : ''}`,
      ConditionExpression: ['attribute_exists(ticket)', ...conditions].join(' AND '),
      ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      ExpressionAttributeValues: values,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** That so many entries were read: forward only, no more than there are, and for staff by who takes care, if somebody does. */
export const readBy = (table: string, ticket: string, reader: Reader, entries: number) => ({
  TableName: table,
  Key: { ticket, entry: HEAD },
  UpdateExpression: `SET #read.${reader.side === 'owner' ? 'byOwner' : 'byStaff'} = :entries`,
  ConditionExpression:
    reader.side === 'owner'
      ? '#read.byOwner < :entries AND shown >= :entries'
      : '#read.byStaff < :entries AND revision >= :entries AND (attribute_not_exists(assignee) OR assignee.account = :reader)',
  ExpressionAttributeNames: { '#read': 'read' },
  ExpressionAttributeValues: { ':entries': entries, ...(reader.side === 'staff' && { ':reader': reader.account }) },
});

const KEPT_SECONDS = 2 * 24 * 3600;

/** One more of the day; see table `limits`. */
export function spent(table: string, { subject, what, most }: DailyBudget, now: number) {
  return {
    TableName: table,
    Key: { subject: `tickets#${subject}`, scope: new Date(now).toISOString().slice(0, 10) },
    UpdateExpression: 'SET #ttl = :ttl ADD #what :one',
    ConditionExpression: 'attribute_not_exists(#what) OR #what < :most',
    ExpressionAttributeNames: { '#ttl': 'ttl', '#what': what },
    ExpressionAttributeValues: { ':ttl': Math.floor(now / 1000) + KEPT_SECONDS, ':one': 1, ':most': most },
  };
}

/** The mail that tells a side of an entry. */
export const mailOf = ({ ticket, entry }: Addition, { id, to, account }: TicketMail): OwedTicketNote => ({
  id,
  kind: to === 'owner' ? 'ticket-reply' : 'ticket-news',
  account: account ?? ownerKey(ticket),
  channel: 'email',
  ticket: ticket.id,
  createdAt: entry.at,
});
