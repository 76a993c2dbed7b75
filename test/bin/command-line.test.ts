import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askPassword } from '../../bin/command-line/ask-password.ts';
import { columns } from '../../bin/command-line/columns.ts';
import { createDatabase, type Database } from '../harness/dynamodb.ts';
import { type FakePortal, startFakePortal } from './fake-portal.ts';

const CANARY = 'Canary-Feather-37';
let database: Database;
let portal: FakePortal;

beforeAll(async () => {
  database = await createDatabase();
  portal = await startFakePortal(database);
});
afterAll(() => portal.end());

describe('what was asked wrongly', () => {
  it.each([
    [[]],
    [['nothing']],
    [['account']],
    [['account', 'toString']],
    [['account', 'create']],
    [['account', 'create', '--email']],
    [['account', 'create', '--email', 'a@example.org', CANARY]],
    [['account', 'create', '--email', 'a@example.org', '--password', CANARY]],
    [['account', 'create', '--email', 'a@example.org', `--password=${CANARY}`]],
    [['account', 'create', '--email', 'a@example.org', `--password-stdin=${CANARY}`]],
    [['account', 'create', '--email', 'a@example.org', '--role', 'owner']],
    [['account', 'create', '--email', 'a@example.org']],
    [['account', 'show']],
    [['account', 'show', 'a@example.org', 'b@example.org']],
    [['account', 'set', 'a@example.org']],
    [['account', 'list', '--unknown']],
    [['account', 'create', '--email', 'a@example.org', '--temporary', '--password-stdin']],
    [['account', 'set-password', 'a@example.org', '--temporary', '--password-stdin']],
    [['invite']],
    [['invite', 'a@example.org', '--csv', 'people.csv']],
    [['invite', '--csv', 'people.csv', '--name', 'Anna']],
    [['invite', '--csv', 'people.csv', '--rate', '0']],
    [['invite', 'a@example.org', '--rate', '5']],
    [['invitations', 'send']],
    [['invitations', 'list', 'a@example.org']],
    [['invitations', 'revoke']],
  ])('%j ends with 2, one sentence, and nothing of what may be a secret', async (words) => {
    const spoken = await portal.local(words);
    expect(spoken).toMatchObject({ code: 2, stdout: '' });
    expect(spoken.stderr.trimEnd().split('\n')).toHaveLength(1);
    const scripted = await portal.local([...words, '--json']);
    expect(scripted).toMatchObject({ code: 2, stderr: '' });
    expect(JSON.parse(scripted.stdout)).toEqual({ error: { code: 'usage', message: expect.any(String) } });
    expect(JSON.stringify([spoken, scripted])).not.toContain(CANARY);
  });

  it.each([
    ['nothing', ''],
    ['an empty line', '\n'],
    ['two lines', `${CANARY}\n${CANARY}\n`],
    ['a flood', CANARY.repeat(1000)],
    ['what is not UTF-8', Buffer.from([0x41, 0xff, 0xfe])],
  ])('%s on the standard input is no password', async (_, stdin) => {
    const ran = await portal.local(['account', 'create', '--email', 'a@example.org', '--password-stdin'], stdin);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).not.toContain(CANARY);
  });
});

describe('help', () => {
  it.each([
    [['--help']],
    [['account', '--help']],
    [['account', 'create', '--help']],
    [['invite', '--help']],
    [['invitations', '--help']],
    [['invitations', 'resend', '--help']],
  ])('%j helps', async (words) => {
    const ran = await portal.local(words);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('Usage: npm run portal --');
    expect(JSON.parse((await portal.local([...words, '--json'])).stdout)).toEqual({ help: ran.stdout });
  });
});

it('T66 never prints or stores a password, whatever becomes of the command', async () => {
  const stdin = `${CANARY}\n`;
  const create = ['account', 'create', '--email', 'quiet@example.org', '--password-stdin'];
  const rans = [
    await portal.spawned(create, stdin),
    await portal.spawned(create, stdin),
    await portal.spawned([...create, '--json'], stdin),
    await portal.spawned(['account', 'set-password', 'quiet@example.org', '--password-stdin'], stdin),
    await portal.spawned(['account', 'set-password', 'quiet@example.org', '--password-stdin'], `${CANARY}${CANARY}`),
    await portal.spawned(['account', 'show', 'quiet@example.org', '--json']),
    await portal.deployed(['account', 'show', 'quiet@example.org', '--stack', 'Portal']),
  ];
  expect(rans.map(({ code }) => code)).toEqual([0, 1, 1, 1, 1, 0, 0]);
  const rows = [await database.rows('accounts'), await database.rows('audit')];
  expect(JSON.stringify([rans, rows])).not.toContain(CANARY);
  expect(JSON.stringify([rans, rows])).not.toContain('secret-access-key-canary');
});

it('says in one sentence that no portal runs', async () => {
  const { local } = await startFakePortal(database).then(async (gone) => {
    await gone.end();
    return gone;
  });
  const ran = await local(['account', 'list']);
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toMatch(/^No portal runs at http:\/\/localhost:\d+\. Start it with npm start/);
});

describe('a password typed at the terminal', () => {
  async function type(...answers: readonly string[]) {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const [output, notes] = [new PassThrough(), new PassThrough()];
    const asked = askPassword({}, { variables: {}, input, output, notes });
    // Each answer is typed when its question is there.
    for (const line of answers) {
      await new Promise((resolve) => notes.once('readable', resolve));
      notes.unshift(notes.read());
      input.write(line);
    }
    const outcome = await asked.catch((error: Error) => error);
    notes.end();
    output.end();
    return { outcome, shown: (await text(notes)) + (await text(output)) };
  }

  it('is asked twice and never shown', async () => {
    const { outcome, shown } = await type(`${CANARY}\r`, `${CANARY}\r`);
    expect(outcome).toBe(CANARY);
    expect(shown).toBe('New password: \nConfirm password: \n');
  });

  it('is refused when the second differs from the first', async () => {
    expect((await type(`${CANARY}\r`, `${CANARY}!\r`)).outcome).toMatchObject({ code: 'passwords-differ' });
  });

  it('is given up with Ctrl-C', async () => {
    expect((await type('abc\u0003')).outcome).toMatchObject({ code: 'cancelled' });
  });
});

it('shows control characters as replacement characters', () => {
  expect(
    columns([
      ['a\u001b[31m', 'b'],
      ['c', 'd\u202e'],
    ]),
  ).toEqual(['a\ufffd[31m  b', 'c       d\ufffd']);
});
