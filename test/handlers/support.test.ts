import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import { REPLIES_PER_DAY } from '../../lambdas/auth/ticket-replies.ts';
import { TICKETS_PER_DAY } from '../../lambdas/auth/tickets.ts';
import { transact } from '../../lambdas/aws/dynamodb.ts';
import type { TicketList, TicketView } from '../../lambdas/http/answers/support.ts';
import { staffListed } from '../../lambdas/store/staff.ts';
import { Browser } from '../harness/browser.ts';
import { type Functions, ORIGIN, startFunctions } from '../harness/functions.ts';
import { idOf, person, settle } from '../harness/people.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

let functions: Functions;
let people = 0;
let anna: Browser;
let bert: Browser;
let bertAccount: Account;

/** Somebody new, signed in. */
async function signedIn(given: Partial<Account>): Promise<{ browser: Browser; account: Account }> {
  people += 1;
  const account = person({ id: idOf(`person-${people}-`), email: `person${people}@example.org`, ...given });
  await settle(functions.database, account);
  const { client, tables } = functions.database;
  for (const item of staffListed(tables.accounts, undefined, account)) await transact(client, [item]);
  const browser = new Browser(functions);
  await browser.signInWhole(account.email);
  return { browser, account };
}

beforeAll(async () => {
  functions = await startFunctions();
});

beforeEach(async () => {
  functions.advance(24 * 3600);
  anna = (await signedIn({})).browser;
  const staff = await signedIn({ name: 'Bert Bakker', role: 'support' });
  [bert, bertAccount] = [staff.browser, staff.account];
  await functions.deliver();
});

const NEW = {
  subject: 'No code <b>',
  category: 'sign-in',
  priority: 'normal',
  text: 'It\ndoes not come.',
  attachments: [],
};

const register = async (browser = anna, given: object = {}, headers = {}): Promise<TicketView> =>
  answer(await browser.ask('POST /api/tickets', { ...NEW, ...given }, headers));
const reply = async (browser: Browser, ticket: string, given: object = {}, headers = {}) =>
  browser.ask(`POST /api/tickets/${ticket}/replies`, { text: 'An answer', attachments: [], ...given }, headers);
const view = async (browser: Browser, ticket: string): Promise<TicketView> =>
  answer(await browser.ask(`GET /api/tickets/${ticket}`));
const patch = (browser: Browser, ticket: string, body: object) => browser.ask(`PATCH /api/tickets/${ticket}`, body);
const list = async (browser: Browser, query: Readonly<Record<string, string>>): Promise<TicketList> =>
  answer(await browser.ask('GET /api/tickets', undefined, {}, query));
const codeOf = async (asked: ReturnType<Browser['ask']>) => (await asked).body.code;

function answer<T>({ status, body }: { readonly status: number; readonly body: unknown }): T {
  expect(status).toBe(200);
  return body as T;
}

describe('a ticket', () => {
  it('is registered once, and is there for who asked and for staff', async () => {
    const key = { 'idempotency-key': 'register-0123456789' };
    const ticket = await register(anna, {}, key);
    const at = new Date(functions.now()).toISOString();
    expect(ticket).toEqual({
      ...{ id: expect.stringMatching(/^[\w-]{22}$/), number: expect.stringMatching(/^T-[0-9A-Z]{4}-[0-9A-Z]{4}$/) },
      ...{ subject: NEW.subject, category: 'sign-in', priority: 'normal', state: 'open', createdAt: at, changedAt: at },
      ...{ unread: false, revision: 1, staff: false },
      entries: [
        {
          ...{ id: ticket.id, at, text: NEW.text, attachments: [] },
          author: { name: 'Anna de Vries', staff: false, you: true },
        },
      ],
    });
    functions.advance(60);
    expect(await register(anna, {}, key)).toEqual(ticket);
    expect((await list(anna, { view: 'own' })).tickets.map(({ id }) => id)).toEqual([ticket.id]);
    const staffs = await view(bert, ticket.id);
    expect(staffs).toMatchObject({
      staff: true,
      unread: true,
      asked: 'Anna de Vries',
      entries: [{ author: { you: false } }],
    });
    expect(staffs.assignees).toContainEqual({ id: bertAccount.id, name: 'Bert Bakker' });
  });

  it('is answered: who asked is told by one mail until they look, with a link and nothing that was typed', async () => {
    const { id, number } = await register();
    expect((await reply(bert, id, { text: 'Look in <b>spam</b>' })).status).toBe(200);
    await reply(bert, id);
    const [mail, ...more] = (await functions.deliver()).emails;
    expect(more).toEqual([]);
    expect(mail?.subject).toBe(`There is an answer to your ticket ${number}`);
    expect(mail?.text).toContain(`${ORIGIN}/portal/support/#${id}`);
    expect(mail?.text).not.toMatch(/spam|code|come/);
    expect(mail?.html).not.toMatch(/spam|does not/);
    // What comes once they have looked would go unnoticed without another one.
    await patch(anna, id, { revision: 3, read: true });
    await reply(bert, id);
    expect((await functions.deliver()).emails).toHaveLength(1);
    await reply(bert, id);
    expect((await functions.deliver()).emails).toEqual([]);
    functions.advance(301);
    await reply(bert, id);
    expect((await functions.deliver()).emails).toHaveLength(1);
    expect(await view(anna, id)).toMatchObject({ state: 'waiting', unread: true, revision: 6 });
    expect((await list(anna, { view: 'own', state: 'waiting' })).tickets).toMatchObject([{ id, unread: true }]);
    expect((await patch(anna, id, { revision: 6, read: true })).body).toMatchObject({ unread: false });
  });

  it('is assigned, and who takes care is told when who asked writes', async () => {
    const { id } = await register();
    const taken = answer<TicketView>(
      await patch(bert, id, { revision: 1, assignee: bertAccount.id, priority: 'urgent' }),
    );
    expect(taken).toMatchObject({ assignee: 'Bert Bakker', priority: 'urgent', revision: 2 });
    expect((await list(bert, { view: 'queue', assigned: 'me' })).tickets).toMatchObject([
      { id, assignee: 'Bert Bakker' },
    ]);
    await reply(anna, id, { text: 'More' });
    const { emails } = await functions.deliver();
    expect(emails.map(({ to, subject }) => [to, subject])).toEqual([
      [bertAccount.email, expect.stringMatching(/^Something new in ticket T-/)],
    ]);
    expect(JSON.stringify(await view(anna, id))).not.toContain('assignee');
    expect((await patch(bert, id, { revision: 3, assignee: null })).body).not.toHaveProperty('assignee');
  });

  it('is new for whom it is given to, until they have read it themselves', async () => {
    const { id } = await register();
    const { browser: carla, account } = await signedIn({ name: 'Carla', role: 'support' });
    await functions.deliver();
    expect((await patch(bert, id, { revision: 1, read: true })).body).toMatchObject({ unread: false });
    expect((await patch(bert, id, { revision: 1, assignee: account.id })).body).toMatchObject({ unread: true });
    expect((await functions.deliver()).emails.map(({ to }) => to)).toEqual([account.email]);
    expect((await patch(bert, id, { revision: 2, read: true })).body).toMatchObject({ unread: true });
    expect((await reply(bert, id)).body).toMatchObject({ unread: true });
    expect((await patch(carla, id, { revision: 3, read: true })).body).toMatchObject({ unread: false });
    await functions.deliver();
    // Whoever takes over has had no mail yet.
    await reply(anna, id);
    expect((await functions.deliver()).emails.map(({ to }) => to)).toEqual([account.email]);
    await patch(bert, id, { revision: 4, assignee: bertAccount.id });
    await reply(anna, id);
    expect((await functions.deliver()).emails.map(({ to }) => to)).toEqual([bertAccount.email]);
  });

  it('is closed and reopened by either side; what somebody else changed meanwhile is looked at first', async () => {
    const { id } = await register();
    expect((await patch(anna, id, { revision: 1, state: 'closed' })).body).toMatchObject({ state: 'closed' });
    // A repeat after a lost answer is no conflict.
    expect((await patch(anna, id, { revision: 1, state: 'closed' })).status).toBe(200);
    expect(await codeOf(reply(anna, id))).toBe('ticket-closed');
    expect(await codeOf(patch(bert, id, { revision: 1, state: 'open' }))).toBe('ticket-changed');
    expect((await patch(bert, id, { revision: 2, state: 'open' })).body).toMatchObject({ state: 'open', revision: 3 });
    expect((await list(bert, { view: 'queue', state: 'closed', search: 'nothing like it' })).tickets).toEqual([]);
  });

  it('has remarks that who asked never sees', async () => {
    const { id } = await register();
    functions.advance(1);
    await reply(bert, id, { text: 'A difficult one', internal: true });
    expect((await functions.deliver()).emails).toEqual([]);
    expect(await view(anna, id)).toMatchObject({ revision: 1, unread: false, entries: [{ text: NEW.text }] });
    expect((await view(bert, id)).entries).toMatchObject([{}, { internal: true, text: 'A difficult one' }]);
    expect((await patch(anna, id, { revision: 1, state: 'closed' })).status).toBe(200);
  });
});

describe('nobody', () => {
  it('may do what is for staff without being staff', async () => {
    const { id } = await register();
    for (const wish of [{ priority: 'low' }, { assignee: null }, { assignee: bertAccount.id }, { state: 'waiting' }]) {
      expect(await codeOf(patch(anna, id, { revision: 1, ...wish }))).toBe('not-allowed');
    }
    expect(await codeOf(reply(anna, id, { internal: true }))).toBe('not-allowed');
    expect(await codeOf(anna.ask('GET /api/tickets', undefined, {}, { view: 'queue' }))).toBe('not-allowed');
    expect(await codeOf(patch(bert, id, { revision: 1, assignee: idOf('nobody') }))).toBe('not-allowed');
    // Staff are not staff in tickets of their own.
    const own = await register(bert);
    expect(own.staff).toBe(false);
    expect(await codeOf(reply(bert, own.id, { internal: true }))).toBe('not-allowed');
  });

  it('writes more than a day allows', async () => {
    const first = await register();
    for (let i = 1; i < TICKETS_PER_DAY; i += 1) await register();
    const refused = await anna.ask('POST /api/tickets', NEW);
    expect([refused.status, refused.body.code, Number(refused.headers['retry-after']) > 0]).toEqual([
      429,
      'too-many-attempts',
      true,
    ]);
    expect((await reply(anna, first.id)).status).toBe(200);
    expect(REPLIES_PER_DAY).toEqual({ owner: 200, staff: 1000 });
  });

  it('uploads what is not taken, or names what is not there', async () => {
    const upload = (name: string, size: number) => anna.ask('POST /api/tickets/attachments', { name, type: '', size });
    const { body } = await upload('log.TXT', 10);
    expect(body).toMatchObject({ attachment: expect.stringMatching(/^[\w-]{22}$/), endsInSeconds: 900 });
    for (const [name, size] of [
      ['page.html', 10],
      ['noending', 10],
      ['x.svg', 10],
      ['log.txt', 10 * 1024 * 1024 + 1],
    ] as const)
      expect(await codeOf(upload(name, size))).toBe('attachment-refused');
    expect(await codeOf(upload('a\u0000.txt', 1))).toBe('invalid-request');
    const { id } = await register();
    expect(await codeOf(anna.ask(`GET /api/tickets/${id}/attachments/${idOf('none')}`))).toBe('attachment-missing');
  });
});

it('reading is not an activity, writing is', async () => {
  const { id } = await register();
  const ends = async () => Object(await anna.ask('GET /api/session')).body.session.idleEndsInSeconds;
  functions.advance(600);
  await view(anna, id);
  await list(anna, { view: 'own' });
  expect(await ends()).toBe(1200);
  await patch(anna, id, { revision: 1, read: true });
  expect(await ends()).toBe(1800);
});

it('a cursor leads on in one’s own list, and only its own form is taken', async () => {
  for (const cursor of ['x', 'IA', Buffer.from('open :x').toString('base64url')])
    expect(await codeOf(anna.ask('GET /api/tickets', undefined, {}, { view: 'own', cursor }))).toBe('invalid-request');
  const { id } = await register(bert);
  const after = Buffer.from(` 2099-01-01T00:00:00.000Z#${id}`).toString('base64url');
  expect(await list(anna, { view: 'own', cursor: after })).toEqual({ tickets: [] });
});
