import { randomBytes } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { INVITATION_LIFETIME_SECONDS } from '../../../lambdas/auth/mailed-secrets.ts';
import type { OwedMessage } from '../../../lambdas/notify/owed.ts';
import { mailed } from '../../../lambdas/store/mailed-secrets.ts';
import { owed } from '../../../lambdas/store/outbox.ts';
import type { SentMessage } from './aws.ts';
import type { Browser, Reply } from './browser.ts';
import type { Person } from './person.ts';
import type { Portal } from './portal.ts';
import { flowIn } from './steps.ts';

let made = 0;

/** A password that nobody had before. */
export function newPassword(): string {
  made += 1;
  return `Deep-Canal-${made}x${randomBytes(2).toString('hex')}`.slice(0, 17);
}

/** Delivers what is owed, and reads what that expression finds in the newest message to that person. */
async function readNewest(portal: Portal, { account }: Person, wanted: RegExp): Promise<string | undefined> {
  const sent: readonly SentMessage[] = await portal.deliver();
  const own = [account.email, account.phone?.number];
  return wanted.exec(sent.findLast(({ to, text }) => own.includes(to[0]) && wanted.test(text))?.text ?? '')?.[0];
}

const there = (found: string | undefined): string => {
  if (found === undefined) throw new Error('Nothing has come.');
  return found;
};

export const readResetCode = async (portal: Portal, person: Person): Promise<string> =>
  there(await readNewest(portal, person, /(?<![\w+.-])\d{8}(?![\w-])/));

export const readTemporaryPassword = async (portal: Portal, person: Person): Promise<string> =>
  there(await readNewest(portal, person, /\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b/));

/** What the invitation's link carries behind the `#`. */
export const readInvitation = async (portal: Portal, person: Person): Promise<string> =>
  there(await readNewest(portal, person, /(?<=\/activate\/#)[\w-]+\.[\w-]+/));

export interface AtResetPage {
  readonly person: Person;
  readonly browser: Browser;
  readonly flow: string;
  readonly code: string;
}

/** Somebody at the Reset Password page, with the code that came. */
export async function atResetPage(portal: Portal, given?: Person): Promise<AtResetPage> {
  const person = given ?? (await portal.person());
  const browser = portal.browser();
  const flow = flowIn(await browser.send('POST /api/recovery', { identifier: person.account.email }));
  return { person, browser, flow, code: await readResetCode(portal, person) };
}

/** Somebody who was invited, with what the link carries. */
export async function invited(portal: Portal): Promise<{ person: Person; invitation: string }> {
  const person = await portal.person({ status: 'invited' });
  const { id, epoch } = person.account;
  const { client, tables } = portal.database;
  const now = portal.clock.now();
  const expiresAt = now + INVITATION_LIFETIME_SECONDS * 1000;
  const secret = { kind: 'invitation', account: id, epoch, keyId: 'k1', expiresAt } as const;
  const message: OwedMessage = {
    id: randomBytes(16).toString('base64url'),
    kind: 'invitation',
    account: id,
    channel: 'email',
    createdAt: now,
    expiresAt,
  };
  for (const { Put } of [mailed(tables.flows, undefined, secret), owed(tables.outbox, message)]) {
    if (Put) await client.send(new PutCommand(Put));
  }
  return { person, invitation: await readInvitation(portal, person) };
}

/** Somebody at the Reset Password page behind an invitation's link. */
export async function atActivationPage(portal: Portal): Promise<AtResetPage & { readonly invitation: string }> {
  const { person, invitation } = await invited(portal);
  const browser = portal.browser();
  const typed = { identifier: person.account.email, invitation };
  const flow = flowIn(await browser.send('POST /api/invitation', typed));
  return { person, browser, flow, invitation, code: await readResetCode(portal, person) };
}

export const setPassword = (
  { browser, flow, code }: Omit<AtResetPage, 'person'>,
  password: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> => browser.send('POST /api/recovery/password', { flow, code, password }, headers);

/** Another reset code than that. */
export const wrongReset = (code: string, by = 1): string => String((Number(code) + by) % 100_000_000).padStart(8, '0');
