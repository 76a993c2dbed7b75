import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importInvitees } from '../../bin/command-line/invitation/import.ts';
import { readInvitees } from '../../bin/command-line/invitation/invitees.ts';
import type { OperatorStore } from '../../lambdas/auth/operator-store.ts';
import { Outage } from '../../lambdas/aws/outage.ts';
import { operatorStore } from '../../lambdas/store/operators.ts';
import { createDatabase, type Database } from '../harness/dynamodb.ts';
import { type FakePortal, type Ran, settings, startFakePortal } from './fake-portal.ts';

let database: Database;
let portal: FakePortal;
let folder: string;

beforeAll(async () => {
  database = await createDatabase();
  portal = await startFakePortal(database);
  folder = await mkdtemp(join(tmpdir(), 'invitees-'));
});
afterAll(async () => {
  await portal.end();
  await rm(folder, { recursive: true });
});

const jsonOf = ({ stdout }: Ran) => JSON.parse(stdout);

async function file(content: string | Buffer): Promise<string> {
  const path = join(folder, 'people.csv');
  await writeFile(path, content);
  return path;
}

const importing = async (content: string | Buffer, ...words: readonly string[]) =>
  portal.local(['invite', '--csv', await file(content), '--json', ...words]);

const emails = async () =>
  (await database.rows('accounts')).filter(({ email }) => email !== undefined).map(({ email }) => email);

describe('invite --csv', () => {
  it('invites everybody with columns in any order; a second run only who is missing', async () => {
    const lines = [
      'Phone;username; EMAIL;name',
      '+31612345678;anna;Anna@example.org;"de Vries; Anna"',
      ';;bob@example.org;',
    ];
    const text = `\ufeff${lines.join('\r\n')}\r\n`;
    expect(jsonOf(await importing(text))).toEqual({ invited: 2, existing: 0 });
    const rows = await database.rows('accounts');
    expect(rows.find(({ email }) => email === 'anna@example.org')).toMatchObject({
      username: 'anna',
      name: 'de Vries; Anna',
      phone: { number: '+31612345678', country: 'NL' },
      status: 'invited',
    });
    expect(jsonOf(await importing(`${text};;cleo@example.org;\n`))).toEqual({ invited: 1, existing: 2 });
    expect((await emails()).toSorted()).toEqual(['anna@example.org', 'bob@example.org', 'cleo@example.org']);
    expect((await database.rows('outbox')).map(({ kind }) => kind)).toEqual(Array(3).fill('invitation'));
  });

  it('reports every bad line with its number and reason, and invites nobody', async () => {
    const before = await emails();
    const lines = [
      'email,username,name,phone,locale,role,channel',
      'fine@example.org,fine,Fine,,,,',
      'not an address,,,,,,',
      'a@example.org,a b,,,,,',
      'b@example.org,,,0612345678,,,',
      'c@example.org,,,,fr,,',
      'd@example.org,,,,,owner,',
      'e@example.org,,,,,,pigeon',
      'f@example.org,,,,,,sms',
      'g@example.org',
      'h@example.org,one,,,,,',
      'H@example.org,two,,,,,',
      'i@example.org,ONE,,,,,',
      ',,,,,,',
    ];
    const ran = await importing(lines.join('\n'));
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    const { error } = jsonOf(ran);
    expect(error).toMatchObject({
      code: 'csv-refused',
      message: 'Nobody was invited. Lines that are wrong: 11 of 13.',
    });
    expect(error.lines.map(({ line, code }: { line: number; code: string }) => [line, code])).toEqual([
      [3, 'email-invalid'],
      [4, 'username-invalid'],
      [5, 'phone-invalid'],
      [6, 'locale-not-offered'],
      [7, 'role-invalid'],
      [8, 'channel-invalid'],
      [9, 'channel-needs-phone'],
      [10, 'fields-mismatch'],
      [12, 'comes-twice'],
      [13, 'comes-twice'],
      [14, 'email-invalid'],
    ]);
    expect(await emails()).toEqual(before);
    const told = await portal.local(['invite', '--csv', await file('email\nnobody\n')]);
    expect(told).toMatchObject({ code: 1, stdout: '' });
    expect(told.stderr.split('\n')).toEqual([
      'Nobody was invited. Lines that are wrong: 1 of 1.',
      '  line 2  This is not an e-mail address. One looks like anna@example.org.',
      '',
    ]);
  });

  it('refuses, before it writes anything, a user name that another account has', async () => {
    await portal.local(['invite', 'owner@example.org', '--username', 'owned']);
    const before = await emails();
    const text = 'email,username\nfirst@example.org,\nthief@example.org,Owned\nnobody,\n';
    const { error } = jsonOf(await importing(text));
    expect(error.lines).toEqual([
      { line: 3, code: 'username-taken', message: expect.any(String) },
      { line: 4, code: 'email-invalid', message: expect.any(String) },
    ]);
    expect(await emails()).toEqual(before);
    expect(jsonOf(await importing('email,username\nowner@example.org,owned\n'))).toEqual({ invited: 0, existing: 1 });
  });

  it.each([
    ['csv-invalid', ''],
    ['csv-invalid', 'name,username\nAnna,anna\n'],
    ['csv-invalid', 'email,mail\na@example.org,b\n'],
    ['csv-invalid', 'email,email\na@example.org,b@example.org\n'],
    ['csv-invalid', 'email\n"a@example.org\n'],
    ['file-unreadable', Buffer.from([0x65, 0xff, 0xfe])],
  ])('refuses with %s the file %j', async (code, content) => {
    expect(jsonOf(await importing(content)).error.code).toBe(code);
  });

  it('refuses a file that is not there', async () => {
    const ran = await portal.local(['invite', '--csv', join(folder, 'absent.csv'), '--json']);
    expect([ran.code, jsonOf(ran).error.code]).toEqual([1, 'file-unreadable']);
  });

  it('stops at an outage, says how far it came, and goes on from there', async () => {
    const store = operatorStore({ client: database.client, tables: database.tables, auditSeconds: 60 });
    let left = 3;
    const failing: OperatorStore = {
      ...store,
      create: async (...given) => {
        left -= 1;
        if (left < 0) throw new Outage('The tables are away.', undefined);
        return store.create(...given);
      },
    };
    const needs = { settings, random: randomBytes, clock: Date.now, by: 'local', passwordsAreTemporary: false };
    const invitees = readInvitees(
      settings,
      `email\n${[...'abcdefghijklmnopqrst'].map((c) => `${c}@out.example`).join('\n')}`,
    );
    const run = (store: OperatorStore) =>
      importInvitees({ needs: { ...needs, store }, progress: () => undefined }, invitees, 1000);
    await expect(run(failing)).rejects.toMatchObject({
      code: 'temporarily-unavailable',
      message: expect.stringContaining('3 of 20 are invited: run it again for the others.'),
    });
    // What was under way was not waited for in vain, and nothing more was begun.
    expect(left).toBeGreaterThanOrEqual(-8);
    expect(await run(store)).toEqual({ invited: 17, existing: 3 });
  });

  it('two runs at once invite everybody once, and say how far they are', async () => {
    const people = Array.from({ length: 500 }, (_, i) => `many${i}@example.org`);
    const path = await file(`email\n${people.join('\n')}\n`);
    const words = ['invite', '--csv', path, '--json'];
    const rans = await Promise.all([portal.local(words), portal.local(words)]);
    const counts = rans.map(jsonOf);
    expect(counts.map(({ invited, existing }) => invited + existing)).toEqual([500, 500]);
    expect(counts[0].invited + counts[1].invited).toBe(500);
    expect((await emails()).filter((email) => String(email).startsWith('many'))).toHaveLength(500);
    // Whoever looked first found nobody.
    expect(rans.map(({ stderr }) => stderr)).toContain('500 of 500\n');
  }, 120_000);
});
