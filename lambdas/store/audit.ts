import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Visit } from '../auth/account.ts';
import type { Removal } from '../auth/device-store.ts';
import type { ConfirmedAction } from '../auth/flow.ts';
import type { OperatorEvent } from '../auth/operator-store.ts';
import type { SignInRefusalReason } from '../auth/sign-in-store.ts';
import type { DocumentClient, TransactItem } from '../aws/dynamodb.ts';

/**
 * Table `audit`: partition key `account` (or the decoy that stands for an identifier nobody has), sort key `at`
 * (`2026-11-22T10:00:00.000Z#id`), TTL `ttl` (Unix seconds).
 *
 * What happened to an account, who did it, from where; newest first by the partition. Entries are never changed.
 */
export type AuditEvent =
  /** `device`: the phone that approved it. */
  | { readonly event: 'signed-in'; readonly from: 'known-browser' | 'new-browser'; readonly device?: string }
  | {
      readonly event: 'approval-refused';
      readonly reason: 'denied' | 'reported' | 'mismatched' | 'changed';
      readonly device?: string;
    }
  | { readonly event: 'sign-in-refused'; readonly reason: SignInRefusalReason }
  | { readonly event: 'code-refused'; readonly reason: 'wrong-code' | 'changed' }
  | { readonly event: 'signed-out' }
  | { readonly event: 'password-set'; readonly by: 'recovery' | 'activation' | 'sign-in' | 'owner' }
  | { readonly event: 'confirmation-refused'; readonly action: ConfirmedAction }
  | { readonly event: 'email-changed' | 'phone-changed' | 'phone-removed' }
  | { readonly event: 'preferences-changed'; readonly fields: readonly string[] }
  /** `restored`: what was put back. */
  | { readonly event: 'not-me'; readonly restored: readonly ('email' | 'phone')[] }
  | { readonly event: 'session-ended' | 'browser-forgotten' | 'data-downloaded' }
  /** `device-forgotten`: the number that was typed for it was wrong. */
  | { readonly event: `device-${'activated' | 'forgotten' | 'renamed'}`; readonly device: string }
  | { readonly event: 'device-unlock-changed'; readonly device: string; readonly what: 'pin' | 'fingerprint' }
  | { readonly event: 'device-unlock-refused'; readonly device: string; readonly what: 'pin' | 'fingerprint' }
  | {
      readonly event: 'device-removed';
      readonly device: string;
      readonly by: Removal['by'] | 'not-me';
      readonly operator?: string;
    }
  /** By support staff, of somebody's ticket. */
  | { readonly event: 'ticket-changed'; readonly ticket: string; readonly fields: readonly string[] }
  | OperatorEvent;

export type AuditEntry = AuditEvent & {
  readonly account: string;
  /** Makes the entry's key unique within its millisecond. */
  readonly id: string;
  readonly flow?: string;
  readonly visit: Visit;
};

function row({ id, visit, ...entry }: AuditEntry, keptSeconds: number) {
  const { at, ...where } = visit;
  const ttl = Math.floor(at / 1000) + keptSeconds;
  return { ...entry, ...where, at: `${new Date(at).toISOString()}#${id}`, ttl };
}

export const entered = (table: string, entry: AuditEntry, keptSeconds: number): TransactItem => ({
  Put: { TableName: table, Item: row(entry, keptSeconds) },
});

/** Writes an entry by itself, where there is nothing else to write with it. */
export async function writeEntry(
  client: DocumentClient,
  table: string,
  entry: AuditEntry,
  keptSeconds: number,
): Promise<void> {
  await client.send(new PutCommand({ TableName: table, Item: row(entry, keptSeconds) }));
}
