import { type OpenInvitation, openInvitations } from '../../../lambdas/auth/invitations.ts';
import { columns } from '../columns.ts';
import type { Command, Desk, Said } from '../command.ts';
import { iso, minute } from '../time.ts';

export const list: Command = {
  summary: 'Lists who is invited and has not come yet, longest first. Reads the whole table of accounts.',
  options: {},
  run,
};

async function run({ needs }: Desk): Promise<Said> {
  const pages = await Array.fromAsync(openInvitations(needs));
  const open = pages.flat().sort((a, b) => a.account.createdAt - b.account.createdAt);
  const count = open.length === 1 ? '1 invitation.\n' : `${open.length} invitations.\n`;
  return { document: { invitations: open.map(document) }, words: open.length === 0 ? count : table(open) + count };
}

function document({ account: { id, email, username, name, createdAt }, endsAt, isLive }: OpenInvitation) {
  const who = { id, email, ...(username !== undefined && { username }), name };
  return { ...who, since: iso(createdAt), ...(endsAt !== undefined && { until: iso(endsAt) }), expired: !isLive };
}

function table(open: readonly OpenInvitation[]): string {
  const rows = open.map(({ account: { email, name, createdAt }, endsAt = 0, isLive }) => [
    email,
    name,
    minute(createdAt),
    isLive ? minute(endsAt) : 'expired',
  ]);
  return columns([['E-MAIL', 'NAME', 'SINCE (UTC)', 'UNTIL (UTC)'], ...rows])
    .map((line) => `${line}\n`)
    .join('');
}
