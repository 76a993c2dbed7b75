import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyPassword } from '../../lambdas/auth/passwords.ts';
import { createDatabase, type Database } from '../harness/dynamodb.ts';
import { CLOCK_OFFSET_SECONDS, type FakePortal, type Ran, startFakePortal } from './fake-portal.ts';

const PASSWORD = 'Velvet-Canyon-58';
let database: Database;
let portal: FakePortal;

beforeAll(async () => {
  database = await createDatabase();
  portal = await startFakePortal(database);
});
afterAll(() => portal.end());

const create = (email: string, ...more: readonly string[]) =>
  portal.local(['account', 'create', '--email', email, '--password-stdin', '--json', ...more], `${PASSWORD}\n`);

const accountRow = async (email: string) => (await database.rows('accounts')).find((row) => row.email === email);

const entriesOf = async (email: string) => {
  const row = await accountRow(email);
  const entries = (await database.rows('audit')).filter(({ account }) => account === row?.id);
  return entries.sort((a, b) => String(a.at).localeCompare(String(b.at))).map(({ event, by }) => [event, by]);
};

const jsonOf = ({ stdout }: Ran) => JSON.parse(stdout);

describe('account create', () => {
  it('creates an account that is active, with canonical identifiers and a hash that fits', async () => {
    const words = ['--username', 'Anna', '--name', 'Anna de Vries', '--phone', '+31 6 12345678', '--channel', 'sms'];
    const ran = await create(' Anna@Example.ORG ', ...words, '--role', 'support', '--locale', 'nl');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const { account } = jsonOf(ran);
    expect(account).toEqual({
      id: expect.stringMatching(/^[\w-]{22}$/),
      email: 'anna@example.org',
      username: 'anna',
      name: 'Anna de Vries',
      phone: '+31612345678',
      locale: 'nl',
      role: 'support',
      channel: 'sms',
      status: 'active',
      phones: 0,
      mustReplacePassword: false,
      createdAt: expect.any(String),
    });
    expect(Math.abs(Date.parse(account.createdAt) - Date.now() - CLOCK_OFFSET_SECONDS * 1000)).toBeLessThan(60_000);
    const row = await accountRow('anna@example.org');
    expect(row?.phone).toEqual({ number: '+31612345678', country: 'NL', verified: true });
    expect(verifyPassword(PASSWORD, String(row?.passwordHash))).toBe(true);
    expect(await entriesOf('anna@example.org')).toEqual([['account-created', 'local']]);
  });

  it.each([
    ['email-invalid', ['--email', 'not an address']],
    ['username-invalid', ['--email', 'x@example.org', '--username', 'a b']],
    ['name-invalid', ['--email', 'x@example.org', '--name', 'two\nlines']],
    ['phone-invalid', ['--email', 'x@example.org', '--phone', '0612345678']],
    ['phone-country-refused', ['--email', 'x@example.org', '--phone', '+4915112345678']],
    ['locale-not-offered', ['--email', 'x@example.org', '--locale', 'fr']],
    ['channel-needs-phone', ['--email', 'x@example.org', '--channel', 'sms']],
  ])('refuses with %s', async (code, words) => {
    const ran = await portal.local(['account', 'create', ...words, '--json'], PASSWORD);
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(jsonOf(ran)).toEqual({ error: { code, message: expect.any(String) } });
  });

  it('T24 refuses a password that the policy refuses, says why, and does not repeat it', async () => {
    const ran = await portal.local(
      ['account', 'create', '--email', 'weak@example.org', '--password-stdin'],
      'Password2024!!',
    );
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('common password');
    expect(ran.stderr).not.toContain('Password2024');
    expect(await accountRow('weak@example.org')).toBeUndefined();
  });

  it('lets exactly one of many creations of one address at once win, and leaves nothing of the others', async () => {
    const race = ['account', 'create', '--email', 'race@example.org', '--password-stdin', '--json'];
    const before = (await database.rows('accounts')).length;
    const rans = await Promise.all(Array.from({ length: 4 }, () => portal.spawned(race, PASSWORD)));
    const codes = rans.map(jsonOf).map(({ error }) => error?.code ?? 'created');
    expect(codes.toSorted()).toEqual(['created', 'email-taken', 'email-taken', 'email-taken']);
    expect((await database.rows('accounts')).length).toBe(before + 2);
    expect(await entriesOf('race@example.org')).toHaveLength(1);
  });

  it('keeps user names apart too', async () => {
    await create('first@example.org', '--username', 'taken');
    expect(jsonOf(await create('second@example.org', '--username', 'TAKEN')).error.code).toBe('username-taken');
    expect(await accountRow('second@example.org')).toBeUndefined();
  });
});

describe('what changes an account', () => {
  it('locks, unlocks, disables and enables, each with a new epoch and an audit entry', async () => {
    await create('status@example.org');
    const seen = [await accountRow('status@example.org')];
    for (const verb of ['lock', 'unlock', 'disable', 'enable']) {
      expect(await portal.local(['account', verb, 'status@example.org'])).toMatchObject({ code: 0, stderr: '' });
      seen.push(await accountRow('status@example.org'));
    }
    expect(seen.map((row) => row?.status)).toEqual(['active', 'locked', 'active', 'disabled', 'active']);
    expect(new Set(seen.map((row) => row?.epoch)).size).toBe(5);
    expect((await entriesOf('status@example.org')).map(([event]) => event)).toEqual([
      ...['account-created', 'account-locked', 'account-unlocked', 'account-disabled', 'account-enabled'],
    ]);
  });

  it('leaves alone what is so already, and refuses what makes no sense', async () => {
    await create('again@example.org');
    await portal.local(['account', 'lock', 'again@example.org']);
    const before = await accountRow('again@example.org');
    expect(jsonOf(await portal.local(['account', 'lock', 'again@example.org', '--json'])).changed).toBe(false);
    expect(await accountRow('again@example.org')).toEqual(before);
    const refused = await portal.local(['account', 'enable', 'again@example.org', '--json']);
    expect(refused.code).toBe(1);
    expect(jsonOf(refused).error.code).toBe('status-refused');
  });

  it('sets a password with a new epoch, keeps a lock, and refuses the password that is set already', async () => {
    await create('secret@example.org', '--username', 'secretive');
    await portal.local(['account', 'lock', 'secretive']);
    const before = await accountRow('secret@example.org');
    const words = ['account', 'set-password', 'secretive', '--password-stdin', '--json'];
    expect(jsonOf(await portal.local(words, PASSWORD)).error.code).toBe('password-refused');
    expect(jsonOf(await portal.local(words, 'Amber+Thicket+19')).account.status).toBe('locked');
    const after = await accountRow('secret@example.org');
    expect(after?.epoch).not.toBe(before?.epoch);
    expect(verifyPassword('Amber+Thicket+19', String(after?.passwordHash))).toBe(true);
  });

  it('tells the owner of a password that an operator sets, by mail and over the phone', async () => {
    await create('told@example.org', '--phone', '+31612345678');
    await portal.local(['account', 'set-password', 'told@example.org', '--password-stdin'], 'Amber+Thicket+19');
    const row = await accountRow('told@example.org');
    const owed = (await database.rows('outbox')).filter(({ account }) => account === row?.id);
    expect(owed.map(({ kind, channel, state }) => [kind, channel, state]).toSorted()).toEqual([
      ['password-set', 'email', 'owed'],
      ['password-set', 'sms', 'owed'],
    ]);
  });

  it('ends sessions with another role, and not with another language or name', async () => {
    await create('set@example.org');
    const first = await accountRow('set@example.org');
    await portal.local(['account', 'set', 'set@example.org', '--locale', 'nl', '--name', 'Set']);
    expect(await accountRow('set@example.org')).toEqual({ ...first, locale: 'nl', name: 'Set' });
    await portal.local(['account', 'set', 'set@example.org', '--role', 'admin']);
    expect(await accountRow('set@example.org')).toEqual({
      ...first,
      ...{ locale: 'nl', name: 'Set', role: 'admin', epoch: expect.not.stringMatching(String(first?.epoch)) },
    });
    const { code, stdout } = await portal.local(['account', 'set', 'set@example.org', '--channel', 'sms', '--json']);
    expect([code, JSON.parse(stdout).error.code]).toEqual([1, 'channel-needs-phone']);
  });
});

describe('what shows accounts', () => {
  it('finds an account by address, user name and id, and never shows hash or epoch', async () => {
    await create('find@example.org', '--username', 'Finder');
    const row = await accountRow('find@example.org');
    for (const who of ['FIND@example.org', 'finder', String(row?.id)]) {
      const ran = await portal.local(['account', 'show', who, '--json']);
      expect(jsonOf(ran).account.id).toBe(row?.id);
      expect(ran.stdout).not.toContain(String(row?.epoch));
      expect(ran.stdout).not.toContain('argon2id');
    }
    for (const who of ['nobody@example.org', 'global', 'email#find@example.org']) {
      expect(jsonOf(await portal.local(['account', 'show', who, '--json'])).error.code).toBe('account-not-found');
    }
  });

  it('says of a phone number that nobody has confirmed that it is not', async () => {
    const phone = ['--phone', '+31612345678'];
    await portal.local(['invite', 'typed@example.org', ...phone]);
    expect((await portal.local(['account', 'show', 'typed@example.org'])).stdout).toMatch(
      /\+31612345678, not confirmed/,
    );
    await create('vouched@example.org', ...phone);
    expect((await portal.local(['account', 'show', 'vouched@example.org'])).stdout).toMatch(/\+31612345678$/m);
  });

  it('lists accounts and no other rows, filtered, as a table and as one document', async () => {
    await create('list@example.org', '--role', 'admin');
    await portal.local(['account', 'lock', 'list@example.org']);
    const all = jsonOf(await portal.local(['account', 'list', '--json'])).accounts;
    const rows = (await database.rows('accounts')).filter(({ email }) => email !== undefined);
    expect(all.map(({ id }: { id: string }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
    const locked = ['account', 'list', '--status', 'locked', '--role', 'admin'];
    expect(jsonOf(await portal.local([...locked, '--json'])).accounts).toMatchObject([{ email: 'list@example.org' }]);
    const { stdout } = await portal.local(locked);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^STATUS +ROLE +PHONES +E-MAIL/),
      expect.stringMatching(/^locked +admin +0 +list@example\.org/),
      '1 account.',
      '',
    ]);
  });
});

describe('a deployed stack', () => {
  const given = ['account', 'create', '--email', 'far@example.org', '--password-stdin', '--json', '--stack'];

  it('is found by its outputs; a password from an operator is temporary, and the operator is named', async () => {
    const ran = await portal.deployed([...given, 'Portal'], PASSWORD);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(jsonOf(ran).account).toMatchObject({ status: 'active', mustReplacePassword: true });
    expect(await accountRow('far@example.org')).toMatchObject({ mustReplacePassword: true });
    expect(await entriesOf('far@example.org')).toEqual([['account-created', 'access-key:AKIAEXAMPLE']]);
  });

  it('says when there is none of the name', async () => {
    const ran = await portal.deployed([...given, 'Other'], PASSWORD);
    expect([ran.code, jsonOf(ran).error.code]).toEqual([1, 'stack-not-found']);
  });
});
