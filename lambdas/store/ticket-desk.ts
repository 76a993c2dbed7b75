import type { Change, DeskStore } from '../auth/ticket-store.ts';
import { type DocumentClient, transact } from '../aws/dynamodb.ts';
import { entered } from './audit.ts';
import { owed } from './outbox.ts';
import { readStaff } from './staff.ts';
import { changed, mailOf, said, spent } from './ticket-writes.ts';

export interface DeskStoreOptions {
  readonly client: DocumentClient;
  /** Physical names. */
  readonly tables: Readonly<Record<'accounts' | 'tickets' | 'limits' | 'outbox' | 'audit', string>>;
  readonly auditSeconds: number;
}

/** What only those who are signed in do to tickets, over the tables. */
export const deskStore = (options: DeskStoreOptions): DeskStore => ({
  change: (given) => change(options, given),
  staff: () => readStaff(options.client, options.tables.accounts),
});

async function change(options: DeskStoreOptions, given: Change): ReturnType<DeskStore['change']> {
  const { client, tables, auditSeconds } = options;
  const { ticket, entry, budget, by, changes, mail } = given;
  const fields = Object.keys(changes);
  const audited = by && { ...by, id: entry.id, event: 'ticket-changed' as const, ticket: ticket.id, fields };
  const cancelled = await transact(client, [
    changed(tables.tickets, given),
    said(tables.tickets, ticket, entry),
    { Update: spent(tables.limits, budget, entry.at) },
    ...(mail ? [owed(tables.outbox, mailOf(given, mail))] : []),
    ...(audited ? [entered(tables.audit, audited, auditSeconds)] : []),
  ]);
  if (!cancelled || cancelled[1]) return 'changed';
  return cancelled[2] ? 'too-many' : 'changed-meanwhile';
}
