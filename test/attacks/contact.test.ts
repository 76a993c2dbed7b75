import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { RECEIPTS_PER_DAY } from '../../lambdas/auth/contact-store.ts';
import { PUZZLE_FROM_SECONDS } from '../../lambdas/auth/puzzle.ts';
import { ticketLinkToken } from '../../lambdas/auth/ticket-link.ts';
import { message, solved } from '../harness/contact.ts';
import { type Browser, ORIGIN, type Reply } from './harness/browser.ts';
import { KEY } from './harness/portal.ts';
import { report } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { signIn } from './harness/steps.ts';
import { worldOf } from './harness/world.ts';

const stage = setStage();

/** Writes by the contact form, as somebody at an address of their own would. */
async function write(given: object = {}, browser: Browser = stage.portal.browser()): Promise<Reply> {
  const { body } = await browser.send('POST /api/help/puzzle', {});
  stage.portal.clock.advance(PUZZLE_FROM_SECONDS);
  return browser.send('POST /api/help/messages', { ...message, ...solved(String(body.puzzle)), ...given });
}

const heads = async () => (await worldOf(stage.portal)).rows.tickets.filter(({ entry }) => entry === 'head');
const linkIn = (text: string) => /\/help\/#(\S+)/.exec(text)?.[1] ?? '';

test('T78 a mail bomb by receipts: one to a mailbox a day, whatever it is called, and the same answer throughout', async () => {
  const { portal } = stage;
  const before = portal.aws.messages.length;
  const answers = new Set<string>();
  const names = [
    'victim@example.org',
    'VICTIM@Example.ORG',
    ' victim@example.org',
    'victim+a@example.org',
    'victim+b+c@example.org',
  ];
  for (let round = 0; round < 20; round += 1) {
    const { status, text } = await write({ email: names[round % names.length] });
    answers.add(`${status} ${text}`);
  }
  await portal.deliver();
  expect(portal.aws.messages.slice(before)).toHaveLength(1);
  expect([...answers]).toEqual(['200 {"step":"sent"}']);
  report('T78', { 'messages by the contact form': 20, 'receipts to one mailbox': 1 });
});

test('T78 receipts have a budget of their own: when it is used up, messages still arrive', async () => {
  const { portal } = stage;
  const { client, tables } = portal.database;
  const day = new Date(portal.clock.now()).toISOString().slice(0, 10);
  const used = new UpdateCommand({
    TableName: tables.limits,
    Key: { subject: 'receipts', scope: day },
    UpdateExpression: 'SET receipts = :most',
    ExpressionAttributeValues: { ':most': RECEIPTS_PER_DAY },
  });
  await client.send(used);
  const count = (await heads()).length;
  expect((await write({ email: 'late@example.org' })).status).toBe(200);
  expect(await heads()).toHaveLength(count + 1);
  expect(await portal.deliver()).toEqual([]);
  portal.clock.advance(24 * 3600);
});

test('T16 nothing depends on whether an account has the address: answers, and every call to the tables', async () => {
  const { portal } = stage;
  const { account } = await portal.person();
  const seen = async (email: string) => {
    const before = portal.aws.calls.length;
    const { status, text, headers, cookies } = await write({ email });
    const calls = portal.aws.calls.slice(before).map(({ operation, tables }) => `${operation} ${tables.join()}`);
    return { status, text, headers, cookies, calls };
  };
  // The keys are read anew from time to time.
  await write({ email: 'first@example.org' });
  expect(await seen(account.email)).toEqual(await seen('nobody@mail.example.org'));
  await portal.deliver();
});

test('T65 T66 what is typed reaches no header, no mail but the receipt, and no log', async () => {
  const { portal } = stage;
  const before = portal.aws.messages.length;
  const canary = 'canary-7f3a';
  const odd = [
    { name: `${canary}\r\nBcc: eve@example.org` },
    { name: `"${canary}" <eve@example.org>` },
    { name: `<b>${canary}</b>` },
    { email: `anna@example.org\r\nBcc: ${canary}@example.org` },
    { email: `anna@example.org, ${canary}@example.org` },
    { email: `=?utf-8?q?${canary}?=@example.org` },
    { email: `"${canary} x"@example.org` },
    { text: `${canary}\u2028{{7*7}} https://evil.example/<script>alert(1)</script>` },
  ];
  const statuses: number[] = [];
  for (const [at, given] of odd.entries())
    statuses.push((await write({ email: `odd${at}@example.org`, ...given })).status);
  await portal.deliver();
  expect(statuses.filter((status) => ![200, 400, 422].includes(status))).toEqual([]);
  const sent = portal.aws.messages.slice(before);
  expect(sent.length).toBeGreaterThan(0);
  for (const { to, subject = '', text } of sent) {
    expect(to).toHaveLength(1);
    expect(subject).toMatch(/^We have received your message \(T-[0-9A-Z]{4}-[0-9A-Z]{4}\)$/);
    expect(text.match(/https?:\/\/\S+/g)?.every((url) => url.startsWith(`${ORIGIN}/`))).toBe(true);
    expect(subject + text).not.toContain('<b>');
    expect(to.join() === `=?utf-8?q?${canary}?=@example.org`).toBe(false);
  }
  expect(sent.filter(({ subject, text }) => `${subject}${text}`.includes(canary))).toEqual([]);
  expect(portal.logs.join('')).not.toContain(canary);
  report('T65', { tried: odd.length, 'with other headers or recipients': 0 });
});

test('T67 a link opens its own ticket, of a guest, and of that what its owner may read', async () => {
  const { portal } = stage;
  const [mine, staff, member] = [portal.browser(), portal.browser(), portal.browser()];
  await write({ email: 'guest@example.org', text: 'Guest canary' }, mine);
  await portal.deliver();
  const token = linkIn(portal.aws.messages.findLast(({ to }) => to[0] === 'guest@example.org')?.text ?? '');
  const [ticket = ''] = token.split('.');
  await signIn(portal, staff, await portal.person({ role: 'support' }));
  await signIn(portal, member, await portal.person());
  const remark = { text: 'Remark canary', attachments: [], internal: true };
  expect((await staff.send('POST /api/tickets/{ticket}/replies', remark, {}, { ticket })).status).toBe(200);
  const byLink = await mine.send('POST /api/help/ticket', { token });
  expect(byLink.text).toContain('Guest canary');
  expect(byLink.text).not.toContain('Remark canary');

  const own = await member.send('POST /api/tickets', {
    ...{ subject: 'Own canary', category: 'other', priority: 'normal', text: 'x', attachments: [] },
  });
  const ring = { current: 'k1', keys: { k1: KEY } };
  const tokens = [
    ticketLinkToken(ring, String(own.body.id)),
    ticketLinkToken({ current: 'k1', keys: { k1: 'another' } }, ticket),
    token.replace(ticket, String(own.body.id)),
    `${token.slice(0, -2)}AA`,
    ticket,
    '',
  ];
  const reads = await Promise.all(tokens.map((one) => mine.send('POST /api/help/ticket', { token: one })));
  const replies = await Promise.all(
    tokens.map((one) => mine.send('POST /api/help/ticket/replies', { token: one, text: 'In', attachments: [] })),
  );
  const file = { name: 'a.png', type: '', size: 1 };
  const uploads = await Promise.all(
    tokens.map((one) => mine.send('POST /api/help/ticket/uploads', { token: one, ...file })),
  );
  const codes = [...reads, ...replies, ...uploads].map(({ code }) => code);
  expect(codes).toEqual(Array.from({ length: 18 }, () => 'link-ended'));
  expect((await member.send('GET /api/tickets/{ticket}', undefined, {}, { ticket })).code).toBe('ticket-not-found');

  const downloads = [token, tokens[0] ?? ''].map((one) =>
    mine.send('POST /api/help/ticket/attachments', { attachment: 'A'.repeat(22), token: one }),
  );
  expect((await Promise.all(downloads)).map(({ code }) => code)).toEqual(['attachment-missing', 'link-ended']);

  const more = ['staff', 'role', 'internal', 'owner', 'state', 'author'].map((field) => ({
    token,
    text: 'x',
    attachments: [],
    [field]: true,
  }));
  const refused = await Promise.all(more.map((body) => mine.send('POST /api/help/ticket/replies', body)));
  expect(refused.map(({ status }) => status)).toEqual(more.map(() => 400));
  report('T67', { 'links tried': tokens.length, opened: 0 });
});

test('T58 a puzzle solved once makes one ticket, however many race with it', async () => {
  const { portal } = stage;
  const browser = portal.browser();
  const { body } = await browser.send('POST /api/help/puzzle', {});
  portal.clock.advance(PUZZLE_FROM_SECONDS);
  const proof = solved(String(body.puzzle));
  const count = (await heads()).length;
  const raced = await Promise.all(
    Array.from({ length: 8 }, (_, at) =>
      browser.send('POST /api/help/messages', { ...message, ...proof, text: `${at}` }),
    ),
  );
  expect(raced.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await heads()).toHaveLength(count + 1);
});
