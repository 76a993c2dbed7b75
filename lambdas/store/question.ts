import type { Approval } from '../auth/approval.ts';
import type { Device } from '../auth/device.ts';
import type { DocumentClient, Row } from '../aws/dynamodb.ts';
import { readPartition } from './devices.ts';

/** A question of an account, and its phones. See `devices.ts` for the table. */
export async function readQuestion(
  client: DocumentClient,
  table: string,
  account: string,
  approval: string,
): Promise<{ readonly approval?: Approval; readonly devices: readonly Device[] }> {
  const { devices, approvals } = await readPartition(client, table, account);
  const row: Row | undefined = approvals.find(({ id }) => id === `approval#${approval}`);
  return { devices, ...(row && { approval: { ...row, id: approval } as Approval }) };
}
