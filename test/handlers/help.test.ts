import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, it } from 'vitest';
import { CLOSED_LINK_SECONDS, GUEST_UPLOADS_PER_DAY, MESSAGES_PER_DAY } from '../../lambdas/auth/contact.ts';
import { PUZZLE_FROM_SECONDS } from '../../lambdas/auth/puzzle.ts';
import { ticketView } from '../../lambdas/http/tickets.ts';
import { ticketOf } from '../../lambdas/store/ticket-rows.ts';
import { message, solved } from '../harness/contact.ts';
import { type Functions, startFunctions } from '../harness/functions.ts';

let functions: Functions;

beforeAll(async () => {
  functions = await startFunctions();
});

const from = (address: string) => ({ 'cloudfront-viewer-address': `${address}:51234` });

async function post(path: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  const { statusCode, body: text } = await functions.call(`POST /api/help/${path}`, { body, headers });
  return { status: statusCode, ...(text === undefined ? {} : JSON.parse(text)) };
}

/** A puzzle that is solved and may be used. */
async function proof() {
  const { puzzle } = await post('puzzle', {});
  functions.advance(PUZZLE_FROM_SECONDS);
  return solved(puzzle);
}

const write = async (given: object = {}, headers: Readonly<Record<string, string>> = {}) =>
  post('messages', { ...message, ...(await proof()), ...given }, headers);

const heads = async () => (await functions.database.rows('tickets')).filter(({ entry }) => entry === 'head');
const linkIn = (text: string) => /\/help\/#(\S+)/.exec(text)?.[1] ?? '';

it('makes a ticket of a message, and mails a receipt with nothing that was typed', async () => {
  expect(await write()).toEqual({ status: 200, step: 'sent' });
  const [head] = await heads();
  expect(head).toMatchObject({ subject: 'My code never comes.', category: 'sign-in', state: 'open' });
  expect(head?.guest).toEqual({ name: message.name, email: message.email, locale: 'en-GB' });
  // Support staff see that this is nobody who has signed in, and can look for the address.
  const ticket = ticketOf(head ?? {});
  expect(ticketView({ ticket, entries: [], side: 'staff' })).toMatchObject({
    asked: message.name,
    guest: message.email,
  });
  expect(ticketView({ ticket, entries: [], side: 'owner' })).not.toHaveProperty('guest');
  expect(head?.words).toContain(message.email);
  const { emails } = await functions.deliver();
  expect(emails.map(({ to }) => to)).toEqual([message.email]);
  const [{ text, html, subject } = { text: '', html: '', subject: '' }] = emails;
  expect(text).toContain(String(head?.number));
  for (const typed of ['Anna', 'code never']) expect(text + html + subject).not.toContain(typed);

  const token = linkIn(text);
  const { status, entries, number, state, staff } = await post('ticket', { token });
  expect({ status, number, state, staff }).toEqual({ status: 200, number: head?.number, state: 'open', staff: false });
  expect(entries).toMatchObject([{ text: message.text, author: { name: message.name, staff: false, you: true } }]);
  const key = { 'idempotency-key': 'reply-0123456789abcdef' };
  functions.advance(1);
  const replied = await post('ticket/replies', { token, text: 'It came.', attachments: [] }, key);
  expect(replied.entries.map((entry: { text: string }) => entry.text)).toEqual([message.text, 'It came.']);
  expect((await post('ticket/replies', { token, text: 'It came.', attachments: [] }, key)).entries).toHaveLength(2);
  const file = { token, name: 'screen.png', type: 'image/png', size: 10 };
  expect((await post('ticket/uploads', file)).url).toContain('/new/guests/');
  expect(await post('ticket/uploads', { ...file, name: 'a.exe' })).toMatchObject({ code: 'attachment-refused' });
  for (let i = 1; i < GUEST_UPLOADS_PER_DAY.ticket; i += 1) await post('ticket/uploads', file, from(`198.51.101.${i}`));
  expect(await post('ticket/uploads', file, from('198.51.101.0'))).toMatchObject({ status: 429 });
});

it('recognises a repeat, and takes a puzzle for nothing else', async () => {
  const given = { ...message, email: 'repeat@example.org', ...(await proof()) };
  const key = { 'idempotency-key': 'write-0123456789abcdef' };
  const count = (await heads()).length;
  for (let i = 0; i < 2; i += 1) expect(await post('messages', given, key)).toEqual({ status: 200, step: 'sent' });
  const other = await post('messages', { ...given, text: 'Something else' });
  expect(other).toMatchObject({ status: 403, code: 'puzzle-wrong' });
  expect(await heads()).toHaveLength(count + 1);
  expect((await functions.deliver()).emails).toHaveLength(1);
});

it('lets a robot believe that it was heard', async () => {
  const count = (await heads()).length;
  expect(await write({ website: 'https://spam.example' })).toEqual({ status: 200, step: 'sent' });
  expect(await heads()).toHaveLength(count);
});

it('refuses what is no address, a puzzle too soon, and a file of another kind', async () => {
  expect(await write({ email: 'anna' })).toMatchObject({ status: 422, code: 'email-invalid' });
  const { puzzle } = await post('puzzle', {});
  const soon = { ...message, ...solved(puzzle) };
  expect(await post('messages', soon)).toMatchObject({ status: 403, code: 'puzzle-wrong' });
  const file = { ...(await proof()), name: 'a.exe', type: '', size: 10 };
  expect(await post('attachments', file)).toMatchObject({ status: 422, code: 'attachment-refused' });
});

it('signs an upload for a file that may be sent', async () => {
  const upload = await post('attachments', { ...(await proof()), name: 'screen.png', type: 'image/png', size: 10 });
  expect(upload.url).toMatch(/^https:\/\/attachments\.s3\.eu-west-1\.amazonaws\.com\/new\/guests\//);
  expect(await write({ attachments: [] })).toMatchObject({ status: 200 });
});

it('mails one receipt to a mailbox a day, by whatever name', async () => {
  await functions.deliver();
  for (const email of ['eve@example.org', 'EVE@example.org', 'eve+2@example.org']) {
    expect(await write({ email }, from('198.51.100.2'))).toMatchObject({ status: 200 });
  }
  expect((await functions.deliver()).emails.map(({ to }) => to)).toEqual(['eve@example.org']);
  functions.advance(24 * 3600);
  await write({ email: 'eve+3@example.org' }, from('198.51.100.2'));
  expect((await functions.deliver()).emails.map(({ to }) => to)).toEqual(['eve+3@example.org']);
});

it('takes so many messages from one address a day', async () => {
  const statuses: unknown[] = [];
  for (let i = 0; i <= MESSAGES_PER_DAY.address; i += 1) {
    statuses.push((await write({ email: 'flood@example.org' }, from('198.51.100.3'))).status);
  }
  expect(statuses).toEqual([...Array<number>(MESSAGES_PER_DAY.address).fill(200), 429]);
  expect(await write({}, from('198.51.100.4'))).toMatchObject({ status: 200 });
});

it('ends a link a while after the ticket was closed', async () => {
  await write({ email: 'late@example.org' }, from('198.51.100.5'));
  const { emails } = await functions.deliver();
  const token = linkIn(emails.find(({ to }) => to === 'late@example.org')?.text ?? '');
  const [ticket = ''] = token.split('.');
  const { tables, client } = functions.database;
  await client.send(
    new UpdateCommand({
      TableName: tables.tickets,
      Key: { ticket, entry: 'head' },
      UpdateExpression: 'SET #state = :closed, queue = :closed',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':closed': 'closed' },
    }),
  );
  expect(await post('ticket', { token })).toMatchObject({ status: 200, state: 'closed' });
  expect(await post('ticket/replies', { token, text: 'More', attachments: [] })).toMatchObject({
    code: 'ticket-closed',
  });
  functions.advance(CLOSED_LINK_SECONDS + 1);
  expect(await post('ticket', { token })).toMatchObject({ status: 410, code: 'link-ended' });
});

it('counts whether help was helpful, by month and topic', async () => {
  const answer = (helpful: boolean) => post('feedback', { topic: 'code-missing', helpful }, from('198.51.100.6'));
  for (const helpful of [true, true, false]) expect(await answer(helpful)).toEqual({ status: 204 });
  const month = new Date(functions.now()).toISOString().slice(0, 7);
  const counted = (await functions.database.rows('limits')).filter(({ subject }) => subject === 'feedback');
  expect(counted).toMatchObject([{ scope: `${month}#code-missing`, yes: 2, no: 1 }]);
  for (let i = 0; i < 37; i += 1) await answer(true);
  expect(await answer(true)).toMatchObject({ status: 429 });
});
