import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { signInStore } from '../../lambdas/store/sign-in.ts';
import { createDatabase, type Database } from '../harness/dynamodb.ts';
import { CLOCK_OFFSET_SECONDS, type FakePortal, type Ran, startFakePortal } from './fake-portal.ts';

const HOUR = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'notices-'));
let database: Database;
let portal: FakePortal;

beforeAll(async () => {
  database = await createDatabase();
  portal = await startFakePortal(database);
});
beforeEach(async () => {
  portal.broken.clear();
  for (const { id } of await database.rows('notices')) await notice('remove', String(id));
  portal.published.length = 0;
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await portal.end();
});

const jsonOf = ({ stdout }: Ran) => JSON.parse(stdout);
const notice = (...words: readonly string[]) => portal.local(['notice', ...words, '--json']);
const at = (hours: number) => new Date(Date.now() + CLOCK_OFFSET_SECONDS * 1000 + hours * HOUR).toISOString();
const news = ['add', '--severity', 'news', '--text', 'en-GB=Lunch at noon', '--until'];
const closing = ['add', '--severity', 'maintenance', '--text', 'en-GB=New disks', '--close-sign-in', '--until'];
const global = async () => (await database.rows('accounts')).find(({ id }) => id === 'global');

it('keeps a notice, publishes it, lists it, and takes it away', async () => {
  const from = at(1);
  const link = 'https://status.example.org/a?b=c';
  const ran = await notice(...news, at(2), '--text', 'nl=Lunch = twaalf uur', '--from', from, '--link', link);
  const shown = { severity: 'news', text: { 'en-GB': 'Lunch at noon', nl: 'Lunch = twaalf uur' }, from, link };
  const { notice: added } = jsonOf(ran);
  expect(added).toMatchObject({ ...shown, state: 'planned', closesSignIn: false });
  const file = { notices: [{ id: added.id, ...shown, until: added.until }] };
  expect(portal.published.map(({ path, body }) => ({ path, body }))).toEqual([{ path: '/_local/notices', body: file }]);
  expect(jsonOf(await notice('list')).notices).toEqual([added]);
  expect((await portal.local(['notice'])).stdout).toContain('planned  news');
  expect(jsonOf(await notice('remove', added.id)).removed).toEqual(added);
  expect(portal.published.at(-1)?.body).toEqual({ notices: [] });
  expect(jsonOf(await notice('remove', added.id)).error.code).toBe('notice-not-found');
});

it('closes sign-in for the functions, once at a time, and opens it again', async () => {
  const { notice: first } = jsonOf(await notice(...closing, at(3), '--from', at(1)));
  const window = { from: Date.parse(first.from), until: Date.parse(first.until) };
  expect(await global()).toMatchObject({ closedFrom: window.from, closedUntil: window.until, closedBy: first.id });
  const { client, tables } = database;
  const lifetimes = { idleSeconds: 1, absoluteSeconds: 1 };
  const store = signInStore({ client, tables, newId: () => '', lifetimes, auditSeconds: 1 });
  expect(await store.gate('nobody')).toEqual({ closing: window });
  expect(jsonOf(await notice(...closing, at(9))).error.code).toBe('closing-planned');
  expect(await database.rows('notices')).toHaveLength(1);
  await notice('remove', first.id);
  expect(await store.gate('nobody')).toEqual({});
  expect(jsonOf(await notice(...closing, at(9))).notice.state).toBe('shown');
});

it('takes texts from a file', async () => {
  const file = join(folder, 'texts.json');
  writeFileSync(file, JSON.stringify({ 'en-GB': 'Hello', nl: 'Hallo' }));
  const ran = await notice('add', '--severity', 'warning', '--file', file, '--until', at(1));
  expect(jsonOf(ran).notice).toMatchObject({ severity: 'warning', text: { 'en-GB': 'Hello', nl: 'Hallo' } });
});

it.each([
  ['a time without an offset', [...news, '2026-12-01T18:00'], 'notice-time'],
  ['an end in the past', [...news, '2026-01-01T18:00Z'], 'notice-time'],
  ['a link that is not https', [...news, at(1), '--link', 'javascript:alert(1)'], 'notice-link'],
  ['a link with a user in it', [...news, at(1), '--link', 'https://portal.example.org@evil.example/'], 'notice-link'],
  ['an unknown language', [...news, at(1), '--text', 'xx=Hello'], 'notice-language'],
  ['no text in the first language', ['add', '--severity', 'news', '--text', 'nl=Ja', '--until', at(1)], 'notice-text'],
  ['more than a line', [...news, at(1), '--text', 'nl=a\nb'], 'notice-text'],
  ['news that closes sign-in', [...news, at(1), '--close-sign-in'], 'notice-closing'],
  ['no severity', ['add', '--text', 'en-GB=Hello', '--until', at(1)], 'usage'],
  ['a language twice', [...news, at(1), '--text', 'en-GB=Again'], 'usage'],
  ['no text at all', ['add', '--severity', 'news', '--until', at(1)], 'usage'],
])('refuses %s', async (_, words, code) => {
  expect(jsonOf(await notice(...words)).error.code).toBe(code);
  expect(await database.rows('notices')).toEqual([]);
  expect(portal.published).toEqual([]);
});

it('keeps what it could not publish, says so, and publishes it later', async () => {
  portal.broken.add('publishing');
  expect(jsonOf(await notice(...news, at(1))).error.code).toBe('not-published');
  portal.broken.clear();
  expect(jsonOf(await notice('publish'))).toEqual({ published: 1 });
});

it('writes to the bucket of a deployed portal', async () => {
  const soon = new Date(Date.now() + HOUR).toISOString();
  const ran = await portal.deployed(['notice', ...news, soon, '--stack', 'Portal', '--json']);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  const [written] = portal.published;
  expect(written?.path).toBe('/pages/notices.json');
  expect(written?.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'public, max-age=60' });
  expect(written?.body).toMatchObject({ notices: [{ text: { 'en-GB': 'Lunch at noon' } }] });
});
