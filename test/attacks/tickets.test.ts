import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { TicketView } from '../../lambdas/http/answers/support.ts';
import type { Browser, Reply, Route } from './harness/browser.ts';
import { ORIGIN } from './harness/browser.ts';
import type { Person } from './harness/person.ts';
import { report } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { signIn } from './harness/steps.ts';
import { worldOf } from './harness/world.ts';

const stage = setStage();

/** Who somebody is to the ticket: who asked, another member, staff, or nobody at all. */
const roles = ['owner', 'other', 'support', 'admin', 'nobody'] as const;
type Role = (typeof roles)[number];

let people: Readonly<Record<Role, Browser>>;
let owner: Person;

beforeAll(async () => {
  const { portal } = stage;
  const enter = async (role: 'member' | 'support' | 'admin') => {
    const person = await portal.person({ role, name: `Canary-Name <b>${role}</b>` });
    const browser = portal.browser();
    await signIn(portal, browser, person);
    return { person, browser };
  };
  const [anna, other, support, admin] = [
    await enter('member'),
    await enter('member'),
    await enter('support'),
    await enter('admin'),
  ];
  owner = anna.person;
  people = {
    ...{ owner: anna.browser, other: other.browser, support: support.browser, admin: admin.browser },
    nobody: portal.browser(),
  };
});

beforeEach(() => freshDay());

const TICKET = {
  subject: 'It does not work',
  category: 'other',
  priority: 'normal',
  text: 'It is so.',
  attachments: [],
};

async function register(given: object = {}): Promise<TicketView> {
  const { status, body, text } = await people.owner.send('POST /api/tickets', { ...TICKET, ...given });
  if (status !== 200) throw new Error(`Registering answered ${status} ${text}`);
  return body as unknown as TicketView;
}

/** A ticket of its own for each request, from a day that has some left. */
async function ticketFor(number: number): Promise<TicketView> {
  if (number % 15 === 14) await freshDay();
  return register();
}

/** The day's allowances, anew. */
async function freshDay(): Promise<void> {
  const { client, tables } = stage.portal.database;
  const day = new Date(stage.portal.clock.now()).toISOString().slice(0, 10);
  const Key = { subject: `tickets#${owner.account.id}`, scope: day };
  await client.send(new DeleteCommand({ TableName: tables.limits, Key }));
}

const ANSWER = { text: 'Canary-Remark', attachments: [] };

/** What is asked of a ticket, and what each role is told. */
const matrix: readonly (readonly [string, Route, object | undefined, Readonly<Record<Role, string>>])[] = [
  ['reads it', 'GET /api/tickets/{ticket}', undefined, told('200', '404', '200')],
  ['replies', 'POST /api/tickets/{ticket}/replies', ANSWER, told('200', '404', '200')],
  ['remarks', 'POST /api/tickets/{ticket}/replies', { ...ANSWER, internal: true }, told('403', '404', '200')],
  ['assigns', 'PATCH /api/tickets/{ticket}', { revision: 0, assignee: null }, told('403', '404', '200')],
  ['hurries', 'PATCH /api/tickets/{ticket}', { revision: 0, priority: 'urgent' }, told('403', '404', '409')],
  ['closes', 'PATCH /api/tickets/{ticket}', { revision: 0, state: 'closed' }, told('409', '404', '409')],
  ['marks as read', 'PATCH /api/tickets/{ticket}', { revision: 1e9, read: true }, told('200', '404', '200')],
  ['downloads', 'GET /api/tickets/{ticket}/attachments/{attachment}', undefined, told('404', '404', '404')],
];

function told(asOwner: string, asOther: string, asStaff: string): Readonly<Record<Role, string>> {
  return { owner: asOwner, other: asOther, support: asStaff, admin: asStaff, nobody: '401' };
}

test('T67 nobody does with a ticket what is not theirs, whichever route they take', async () => {
  const violations: string[] = [];
  let asked = 0;
  for (const [name, route, body, expected] of matrix) {
    for (const role of roles) {
      const { id } = await ticketFor(asked);
      const params = { ticket: id, attachment: 'f'.repeat(22) };
      const { status } = await people[role].send(route, body, {}, params);
      asked += 1;
      if (String(status) !== expected[role]) violations.push(`${role} ${name}: ${status}, not ${expected[role]}`);
    }
  }
  expect(violations).toEqual([]);
  report('T67', { 'requests of the matrix for tickets': asked, violations: violations.length });
});

test('T67 fields that nobody may set are refused, and lists show no more to those who ask for more', async () => {
  const { id } = await register();
  const extras = {
    owner: 'x',
    role: 'admin',
    state: 'closed',
    number: 'T-1',
    revision: 9,
    account: 'x',
    internal: true,
  };
  for (const [field, value] of Object.entries(extras)) {
    const { status } = await people.owner.send('POST /api/tickets', { ...TICKET, [field]: value });
    expect([field, status]).toEqual([field, 400]);
  }
  const other = { ticket: id, attachment: 'f'.repeat(22) };
  for (const wrong of ['head', '..', 'e#x', `${id}x`, '%2e%2e', 'A'.repeat(22)]) {
    const { status } = await people.support.send(
      'GET /api/tickets/{ticket}',
      undefined,
      {},
      { ...other, ticket: wrong },
    );
    expect([wrong, status]).toEqual([wrong, 404]);
  }
  const list = (browser: Browser, query: Readonly<Record<string, string>>) =>
    browser.send('GET /api/tickets', undefined, {}, {}, query);
  expect((await list(people.other, { view: 'queue' })).code).toBe('not-allowed');
  const forged = Buffer.from(` 2099-01-01T00:00:00.000Z#${id}`).toString('base64url');
  for (const query of [{}, { cursor: forged }, { search: 'work' }, { state: 'any' }, { assigned: 'nobody' }])
    expect((await list(people.other, { view: 'own', ...query })).body).toEqual({ tickets: [] });
  for (const query of [{ view: 'all' }, { view: 'own', owner: owner.account.id }, { view: 'own', cursor: 'x' }])
    expect((await list(people.other, query)).status).toBe(400);
});

const INJECTIONS = ['a\r\nBcc: evil@example.org', 'a%0d%0aBcc:%20evil@example.org', 'a\u2028b', 'a\u0000b'];
const TYPED = ['=?utf-8?B?Q2FuYXJ5?=', '<img src=x onerror=alert(1)>', '"; Bcc: evil@example.org', 'x'.repeat(120)];

test('T65 nothing that is typed into a ticket gets into a mail: one recipient, fixed words, number and link', async () => {
  const { portal } = stage;
  await portal.deliver();
  const before = portal.aws.messages.length;
  for (const subject of INJECTIONS.filter((text) => !text.includes('%'))) {
    const { status } = await people.owner.send('POST /api/tickets', { ...TICKET, subject });
    expect(status).toBe(400);
  }
  for (const typed of [...TYPED, 'a%0d%0aBcc:%20evil@example.org']) {
    const { id, number } = await register({ subject: typed, text: typed });
    await people.support.send(
      'POST /api/tickets/{ticket}/replies',
      { text: typed, attachments: [] },
      {},
      { ticket: id },
    );
    const [mail, ...more] = await portal.deliver();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ to: [owner.account.email], subject: `There is an answer to your ticket ${number}` });
    expect(Object.keys(mail?.headers ?? {}).sort()).toEqual(['Auto-Submitted', 'X-Auto-Response-Suppress']);
    expect(mail?.text).toContain(`${ORIGIN}/portal/support/#${id}`);
    for (const part of [mail?.text, mail?.html]) expect(part).not.toContain(typed);
    expect(mail?.html).not.toContain('Canary-Name <b>');
  }
  report('T65', { 'mails about tickets': portal.aws.messages.length - before, 'headers or recipients added': 0 });
});

test('T66 what is typed into tickets is in no log, whether it succeeds, is refused or breaks', async () => {
  const { portal } = stage;
  const canary = 'Canary-\u001b[31m-7f3a\n{"level":"ERROR"}';
  const given = { ...TICKET, subject: 'Canary-7f3a', text: canary };
  const { id } = await register({ subject: 'Canary-7f3a', text: canary });
  const params = { ticket: id, attachment: 'f'.repeat(22) };
  const ask = async (route: Route, body?: object): Promise<Reply> => people.support.send(route, body, {}, params);
  const all = async () => [
    await people.owner.send('POST /api/tickets', given),
    await ask('POST /api/tickets/{ticket}/replies', { text: canary, attachments: [] }),
    await ask('POST /api/tickets/{ticket}/replies', { text: canary, attachments: [], more: 'Canary-7f3a' }),
    await ask('POST /api/tickets/attachments', { name: 'Canary-7f3a.exe', type: 'Canary-7f3a', size: 1 }),
    await people.other.send('GET /api/tickets', undefined, {}, {}, { view: 'own', search: 'Canary-7f3a' }),
  ];
  await all();
  for (const error of ['InternalServerError', 'ValidationException']) {
    portal.aws.fault = ({ operation }) => (/Transact|Query/.test(operation) ? { error } : undefined);
    expect((await all())[0]?.status).toBeGreaterThanOrEqual(500);
  }
  portal.aws.fault = () => undefined;
  const { logs } = await worldOf(portal);
  expect(logs).not.toContain('Canary-');
  for (const line of logs.split('\n').filter(Boolean)) expect(() => JSON.parse(line)).not.toThrow();
  report('T66', { 'canaries of tickets in logs': 0, lines: logs.split('\n').length });
});
