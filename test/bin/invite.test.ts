import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from '../harness/dynamodb.ts';
import { CLOCK_OFFSET_SECONDS, type FakePortal, type Ran, startFakePortal } from './fake-portal.ts';

let database: Database;
let portal: FakePortal;

beforeAll(async () => {
  database = await createDatabase();
  portal = await startFakePortal(database);
});
afterAll(() => portal.end());

const jsonOf = ({ stdout }: Ran) => JSON.parse(stdout);
const invite = (...words: readonly string[]) => portal.local(['invite', ...words, '--json']);
const invitations = (...words: readonly string[]) => portal.local(['invitations', ...words, '--json']);
const codeOf = (ran: Ran) => [ran.code, jsonOf(ran).error?.code];

const accountRow = async (email: string) => (await database.rows('accounts')).find((row) => row.email === email);
const rowsOf = async (table: 'flows' | 'outbox' | 'audit', id: unknown) =>
  (await database.rows(table)).filter(({ account }) => account === id);
const secretOf = async (email: string) => (await rowsOf('flows', (await accountRow(email))?.id))[0];
const now = () => Date.now() + CLOCK_OFFSET_SECONDS * 1000;

describe('invite', () => {
  it('creates an invited account and owes the invitation, and keeps no secret anywhere', async () => {
    const ran = await invite(' Anna@Example.ORG ', '--username', 'Anna', '--name', 'Anna de Vries', '--role', 'admin');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const { account, invitation } = jsonOf(ran);
    expect(account).toMatchObject({ email: 'anna@example.org', username: 'anna', role: 'admin', status: 'invited' });
    const row = await accountRow('anna@example.org');
    expect(row).not.toHaveProperty('passwordHash');
    const expiresAt = Date.parse(invitation.until);
    expect(Math.abs(expiresAt - now() - 72 * 3_600_000)).toBeLessThan(60_000);
    expect(await rowsOf('flows', row?.id)).toEqual([
      {
        id: `invitation#${row?.id}`,
        kind: 'invitation',
        account: row?.id,
        epoch: row?.epoch,
        expiresAt,
        ttl: expect.any(Number),
      },
    ]);
    expect(await rowsOf('outbox', row?.id)).toEqual([
      {
        id: expect.any(String),
        kind: 'invitation',
        account: row?.id,
        channel: 'email',
        createdAt: row?.createdAt,
        expiresAt,
        state: 'owed',
        ttl: expect.any(Number),
      },
    ]);
    expect((await rowsOf('audit', row?.id)).map(({ event, by }) => [event, by])).toEqual([
      ['account-invited', 'local'],
    ]);
  });

  it('refuses what is taken, and tells of an invitation that only needs another mail', async () => {
    await invite('bob@example.org', '--username', 'bob');
    expect(codeOf(await invite('BOB@example.org'))).toEqual([1, 'already-invited']);
    expect((await portal.local(['invite', 'bob@example.org'])).stderr).toContain('invitations resend bob@example.org');
    const taken = await invite('other@example.org', '--username', 'Bob');
    expect(codeOf(taken)).toEqual([1, 'username-taken']);
    expect(jsonOf(taken).error.message).toContain('invitations resend bob');
    const create = ['account', 'create', '--email', 'active@example.org', '--password-stdin'];
    await portal.local(create, 'Velvet-Canyon-58');
    expect(codeOf(await invite('active@example.org'))).toEqual([1, 'email-taken']);
    expect(await accountRow('other@example.org')).toBeUndefined();
  });

  it.each([
    ['email-invalid', ['not an address']],
    ['phone-invalid', ['x@example.org', '--phone', '0612345678']],
    ['channel-needs-phone', ['x@example.org', '--channel', 'sms']],
  ])('refuses with %s', async (code, words) => {
    expect(codeOf(await invite(...words))).toEqual([1, code]);
  });

  it('works on a deployed stack, where the operator is named', async () => {
    const ran = await portal.deployed(['invite', 'far@example.org', '--json', '--stack', 'Portal']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const row = await accountRow('far@example.org');
    expect((await rowsOf('audit', row?.id)).map(({ by }) => by)).toEqual(['access-key:AKIAEXAMPLE']);
    expect(await rowsOf('outbox', row?.id)).toHaveLength(1);
  });
});

describe('invitations', () => {
  const listed = async (email: string) =>
    jsonOf(await invitations()).invitations.find((one: { email: string }) => one.email === email);

  it('lists who has not come yet, without a command too, and nobody else', async () => {
    await invite('open@example.org', '--name', 'Open');
    await portal.local(['account', 'create', '--email', 'in@example.org', '--password-stdin'], 'Velvet-Canyon-58');
    const { stdout } = await portal.local(['invitations', 'list']);
    expect(stdout).toMatch(/^E-MAIL +NAME +SINCE \(UTC\) +UNTIL \(UTC\)\n/);
    expect(stdout).not.toContain('in@example.org');
    expect(await listed('open@example.org')).toEqual({
      id: (await accountRow('open@example.org'))?.id,
      email: 'open@example.org',
      name: 'Open',
      since: expect.any(String),
      until: expect.any(String),
      expired: false,
    });
  });

  it('T29 resends with a new end and a new epoch, so that the link before is dead', async () => {
    await invite('again@example.org');
    const [row, secret] = [await accountRow('again@example.org'), await secretOf('again@example.org')];
    const { account, invitation } = jsonOf(await invitations('resend', 'again@example.org'));
    expect(account.status).toBe('invited');
    const after = await secretOf('again@example.org');
    expect(after?.expiresAt).toBe(Date.parse(invitation.until));
    expect(after?.epoch).toBe((await accountRow('again@example.org'))?.epoch);
    expect(after?.epoch).not.toBe(secret?.epoch);
    expect((await rowsOf('outbox', row?.id)).map(({ kind }) => kind)).toEqual(['invitation', 'invitation']);
    expect((await rowsOf('audit', row?.id)).map(({ event }) => event)).toContain('invitation-sent-again');
  });

  it('shows an invitation as expired when disabling ended it, and another mail mends it', async () => {
    await invite('back@example.org');
    await portal.local(['account', 'disable', 'back@example.org']);
    expect(await listed('back@example.org')).toBeUndefined();
    await portal.local(['account', 'enable', 'back@example.org']);
    expect(await listed('back@example.org')).toMatchObject({ expired: true });
    await invitations('resend', 'back@example.org');
    expect(await listed('back@example.org')).toMatchObject({ expired: false });
  });

  it('keeps an invitation whose role is changed', async () => {
    await invite('role@example.org');
    await portal.local(['account', 'set', 'role@example.org', '--role', 'support']);
    expect(await listed('role@example.org')).toMatchObject({ expired: false });
  });

  it('revokes: the account is gone with its claims and its link, and can be invited anew', async () => {
    await invite('gone@example.org', '--username', 'gone');
    const row = await accountRow('gone@example.org');
    expect(jsonOf(await invitations('revoke', 'gone'))).toEqual({
      removed: { id: row?.id, email: 'gone@example.org', name: 'gone' },
    });
    const ids = (await database.rows('accounts')).map(({ id }) => id);
    expect(ids.filter((id) => [row?.id, 'email#gone@example.org', 'username#gone'].includes(id))).toEqual([]);
    expect(await rowsOf('flows', row?.id)).toEqual([]);
    expect((await rowsOf('audit', row?.id)).map(({ event }) => event)).toContain('invitation-revoked');
    expect((await invite('gone@example.org', '--username', 'gone')).code).toBe(0);
  });

  it.each(['resend', 'revoke'])('refuses to %s for who is active', async (verb) => {
    await portal.local(['account', 'create', '--email', `${verb}@example.org`, '--password-stdin'], 'Velvet-Canyon-58');
    const before = await accountRow(`${verb}@example.org`);
    expect(codeOf(await invitations(verb, `${verb}@example.org`))).toEqual([1, 'not-invited']);
    expect(await accountRow(`${verb}@example.org`)).toEqual(before);
  });
});

describe('--temporary', () => {
  it('creates an active account without a password, and owes one that nobody sees', async () => {
    const ran = await portal.local(['account', 'create', '--email', 'temp@example.org', '--temporary', '--json']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const until = Date.parse(jsonOf(ran).temporaryPassword.until);
    expect(Math.abs(until - now() - 24 * 3_600_000)).toBeLessThan(60_000);
    const row = await accountRow('temp@example.org');
    expect(row).toMatchObject({ status: 'active' });
    expect(row).not.toHaveProperty('passwordHash');
    expect(await secretOf('temp@example.org')).toMatchObject({ kind: 'temporary-password', epoch: row?.epoch });
    const owed = await rowsOf('outbox', row?.id);
    expect(owed).toMatchObject([{ kind: 'temporary-password', channel: 'email', expiresAt: until }]);
  });

  it('stands beside the password of an account, which stays with its sessions', async () => {
    const given = ['--email', 'keep@example.org', '--password-stdin'];
    await portal.local(['account', 'create', ...given], 'Velvet-Canyon-58');
    const before = await accountRow('keep@example.org');
    const set = ['account', 'set-password', 'keep@example.org', '--temporary', '--json'];
    const { temporaryPassword } = jsonOf(await portal.local(set));
    expect(await accountRow('keep@example.org')).toEqual({ ...before, reopenedAt: expect.any(Number) });
    expect(await secretOf('keep@example.org')).toMatchObject({ expiresAt: Date.parse(temporaryPassword.until) });
    const second = jsonOf(await portal.local(set)).temporaryPassword.until;
    expect(await secretOf('keep@example.org')).toMatchObject({ expiresAt: Date.parse(second) });
    expect((await rowsOf('outbox', before?.id)).map(({ kind }) => kind)).toEqual([
      'temporary-password',
      'temporary-password',
    ]);
  });

  it('refuses who is invited, locked or disabled', async () => {
    await invite('wait@example.org');
    const set = ['account', 'set-password', 'wait@example.org', '--temporary', '--json'];
    const refused = await portal.local(set);
    expect(codeOf(refused)).toEqual([1, 'status-refused']);
    expect(jsonOf(refused).error.message).toContain('invitations resend');
    await portal.local(['account', 'disable', 'wait@example.org']);
    expect(codeOf(await portal.local(set))).toEqual([1, 'status-refused']);
  });
});
