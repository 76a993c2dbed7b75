import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { inParallel } from '../../bin/command-line/in-parallel.ts';
import type { Account } from '../../lambdas/auth/account.ts';
import type { AccountChanges, OperatorEntry, OperatorMail, OperatorStore } from '../../lambdas/auth/operator-store.ts';
import { newId } from '../../lambdas/auth/tokens.ts';
import { operatorStore } from '../../lambdas/store/operators.ts';
import { readStaff } from '../../lambdas/store/staff.ts';
import { createDatabase, type Database } from '../harness/dynamodb.ts';

let database: Database;
let store: OperatorStore;

beforeAll(async () => {
  database = await createDatabase();
  store = operatorStore({ client: database.client, tables: database.tables, auditSeconds: 60 });
});

const account = (email: string, username: string): Account => ({
  id: newId(randomBytes),
  email,
  username,
  name: 'Anna',
  locale: 'en-GB',
  role: 'member',
  status: 'active',
  channel: 'email',
  epoch: newId(randomBytes),
  createdAt: 1,
});

const entry = (event: 'account-created' | 'account-locked' | 'account-disabled'): OperatorEntry => ({
  event,
  by: 'local',
  id: newId(randomBytes),
  visit: { at: Date.UTC(2026, 10, 22, 10), browser: 'Command line' },
});

const invitation = ({ id, epoch }: Account, expiresAt: number): OperatorMail => ({
  kind: 'secret',
  id: newId(randomBytes),
  secret: { kind: 'invitation', account: id, epoch, expiresAt },
});

const auditOf = async ({ id }: Account) => (await database.rows('audit')).filter((row) => row.account === id);

describe('creating an account', () => {
  it('claims both identifiers and writes one entry', async () => {
    const anna = account('anna@example.org', 'anna');
    const created = entry('account-created');
    expect(await store.create(anna, created)).toBe('created');
    expect(await store.claimant({ kind: 'email', canonical: 'anna@example.org' })).toEqual(anna);
    expect(await store.claimant({ kind: 'username', canonical: 'anna' })).toEqual(anna);
    expect(await auditOf(anna)).toEqual([
      {
        account: anna.id,
        at: `2026-11-22T10:00:00.000Z#${created.id}`,
        event: 'account-created',
        by: 'local',
        browser: 'Command line',
        ttl: Date.UTC(2026, 10, 22, 10, 1) / 1000,
      },
    ]);
  });

  it.each([
    ['email-taken', 'anna@example.org', 'other'],
    ['username-taken', 'other@example.org', 'anna'],
  ])('answers %s and writes nothing', async (outcome, email, username) => {
    const other = account(email, username);
    expect(await store.create(other, entry('account-created'))).toBe(outcome);
    expect(await store.account(other.id)).toBeUndefined();
    expect(await store.claimant({ kind: 'username', canonical: 'other' })).toBeUndefined();
    expect(await store.claimant({ kind: 'email', canonical: 'other@example.org' })).toBeUndefined();
    expect(await auditOf(other)).toEqual([]);
  });

  it('lets one of two at once win', async () => {
    const rivals = [account('rival@example.org', 'one'), account('rival@example.org', 'two')];
    const outcomes = await Promise.all(rivals.map((rival) => store.create(rival, entry('account-created'))));
    expect(outcomes.toSorted()).toEqual(['created', 'email-taken']);
  });
});

describe('what is owed to an account', () => {
  const owedTo = async ({ id }: Account) =>
    [...(await database.rows('flows')), ...(await database.rows('outbox'))].filter((row) => row.account === id);

  it('is written with it, or nothing is', async () => {
    const [first, second] = [account('owed@example.org', 'owed'), account('owed@example.org', 'owing')];
    expect(await store.create(first, entry('account-created'), invitation(first, 10_000))).toBe('created');
    expect(await store.create(second, entry('account-created'), invitation(second, 10_000))).toBe('email-taken');
    expect(await owedTo(first)).toHaveLength(2);
    expect(await owedTo(second)).toEqual([]);
    expect(
      await store.change({ ...first, epoch: 'old' }, { name: 'B' }, entry('account-locked'), invitation(first, 20_000)),
    ).toBe('changed-meanwhile');
    expect(await owedTo(first)).toHaveLength(2);
  });

  it('takes the place of what was mailed before', async () => {
    const anna = account('newer@example.org', 'newer');
    await store.create(anna, entry('account-created'), invitation(anna, 10_000));
    await store.change(anna, { name: 'B' }, entry('account-locked'), invitation(anna, 20_000));
    const rows = await owedTo(anna);
    expect(rows.filter(({ id }) => id === `invitation#${anna.id}`)).toMatchObject([{ expiresAt: 20_000 }]);
    expect(rows).toHaveLength(3);
  });
});

describe('removing an account', () => {
  it.each([
    ['another epoch', { epoch: 'other' }],
    ['another status', { status: 'active' }],
    ['a password', { passwordHash: 'hash' }],
  ] as const)('is refused where the account has %s by now, and removes nothing', async (_, now) => {
    const name = newId(randomBytes).toLowerCase();
    const read = { ...account(`${name}@example.org`, name), status: 'invited' } as const;
    const there = { ...read, ...now };
    await store.create(there, entry('account-created'));
    expect(await store.remove(read, entry('account-disabled'))).toBe('changed-meanwhile');
    expect(await store.claimant({ kind: 'username', canonical: name })).toEqual(there);
  });

  it('lets one of two at once win', async () => {
    const read = { ...account('twice@example.org', 'twice'), status: 'invited' } as const;
    await store.create(read, entry('account-created'));
    const outcomes = await Promise.all([1, 2].map(() => store.remove(read, entry('account-disabled'))));
    expect(outcomes.toSorted()).toEqual(['changed-meanwhile', 'removed']);
    expect(await store.claimed([{ kind: 'email', canonical: 'twice@example.org' }])).toEqual([]);
  });
});

it('finds more who are invited than one read of invitations holds', async () => {
  const many = Array.from(
    { length: 130 },
    (_, i) => ({ ...account(`i${i}@example.org`, `i${i}`), status: 'invited' }) as const,
  );
  await inParallel(many, 8, async (one) => {
    await store.create(one, entry('account-created'), one === many[0] ? undefined : invitation(one, 10_000));
  });
  const found = (await Array.fromAsync(store.invited())).flat().filter(({ account: { email } }) => /^i\d/.test(email));
  expect(found.map(({ account: { id } }) => id).toSorted()).toEqual(many.map(({ id }) => id).toSorted());
  expect(found.filter(({ invitation }) => invitation === undefined).map(({ account: { id } }) => id)).toEqual([
    many[0]?.id,
  ]);
});

describe('changing an account', () => {
  it('refuses what was read before another change, and writes no entry for it', async () => {
    const read = account('stale@example.org', 'stale');
    await store.create(read, entry('account-created'));
    const locked = { status: 'locked', epoch: newId(randomBytes) } as const;
    expect(await store.change(read, locked, entry('account-locked'))).toBe('changed');
    expect(await store.change(read, { status: 'disabled' }, entry('account-disabled'))).toBe('changed-meanwhile');
    expect(await store.account(read.id)).toEqual({ ...read, ...locked });
    expect((await auditOf(read)).map(({ event }) => event).toSorted()).toEqual(['account-created', 'account-locked']);
  });

  it('does not bring back an account that is gone', async () => {
    const gone = account('gone@example.org', 'gone');
    expect(await store.change(gone, { name: 'Back' }, entry('account-locked'))).toBe('changed-meanwhile');
    expect(await store.account(gone.id)).toBeUndefined();
  });
});

it('lists accounts over many pages, and no other rows', async () => {
  // A page of DynamoDB ends at one megabyte.
  const wide = Array.from({ length: 12 }, (_, i) => account(`wide${i}@example.org`, `wide${i}`));
  await Promise.all(wide.map((one) => store.create({ ...one, name: 'x'.repeat(150_000) }, entry('account-created'))));
  const pages = await Array.fromAsync(store.accounts());
  expect(pages.length).toBeGreaterThan(1);
  const expected = (await database.rows('accounts')).filter(({ email }) => email !== undefined);
  expect(
    pages
      .flat()
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(expected.map(({ id }) => id).toSorted());
});

describe('the list of support staff', () => {
  const listed = async (one: Account) =>
    (await readStaff(database.client, database.tables.accounts)).filter((some) => some.account === one.id);

  it('has who is of the role, under their name, and not who is disabled', async () => {
    const staff = { ...account('staff@example.org', 'staff'), role: 'support' } as const;
    const member = account('nostaff@example.org', 'nostaff');
    for (const one of [staff, member]) await store.create(one, entry('account-created'));
    expect([await listed(staff), await listed(member)]).toEqual([[{ account: staff.id, name: 'Anna' }], []]);
    const change = async (read: Account, changes: AccountChanges): Promise<Account> => {
      expect(await store.change(read, changes, entry('account-locked'))).toBe('changed');
      return { ...read, ...changes };
    };
    const renamed = await change(staff, { name: 'Berta' });
    expect(await listed(staff)).toEqual([{ account: staff.id, name: 'Berta' }]);
    const disabled = await change(renamed, { status: 'disabled' });
    expect(await listed(staff)).toEqual([]);
    const enabled = await change(disabled, { status: 'active' });
    expect(await listed(staff)).toEqual([{ account: staff.id, name: 'Berta' }]);
    await change(enabled, { role: 'member' });
    expect(await listed(staff)).toEqual([]);
    const promoted = await change(member, { role: 'admin' });
    expect(await listed(promoted)).toHaveLength(1);
    expect(await store.remove(promoted, entry('account-disabled'))).toBe('removed');
    expect(await listed(promoted)).toEqual([]);
  });
});
