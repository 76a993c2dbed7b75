import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { type LocalRun, startPortal } from '../harness/local-run.ts';
import { usePortal } from './portal.ts';
import { codeIn, codeMessage, codeOf, enterCode, partsOf, reachCode, travel, typePassword } from './verbs.ts';

const portal = usePortal();

it('says at the start how to sign in to the demo organisation', async () => {
  const [, userName = '', password = ''] = /^\s*member\s+(\S+)\s+(\S+)$/m.exec(portal.run.startText) ?? [];
  const page = await portal.open();
  await typePassword(page, { email: userName }, password);
  await partsOf(page).code.waitFor();
  expect(portal.run.startText).toContain(`${portal.run.url}/_local/`);
  await page.goto(`${portal.run.url}/_local/`);
  expect(await page.locator('#hints').textContent()).toContain(userName);
  await page.locator('#messages').getByText('Your sign-in code for Gatehouse').waitFor();
});

it('shows a person the messages, newest first, and a mail as it looks', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  await reachCode(page, person);
  const mail = await codeMessage(portal.run, person);
  await travel(page, portal, 31);
  await partsOf(page).otherWay.click();
  const text = await codeMessage(portal.run, person, 2);

  const inbox = await portal.open({ path: '/_local/' });
  const entries = inbox.locator('#messages li');
  await entries.first().waitFor();
  expect(await entries.first().textContent()).toContain(`SMS to ${person.phone}`);
  expect(await inbox.locator('article pre').textContent()).toBe(text.text);
  await entries.nth(1).click();
  await inbox
    .frameLocator('iframe')
    .getByText(codeIn(mail.text) ?? '')
    .waitFor();
});

it('answers tests with the messages, of exactly this shape, newest last', async () => {
  const [byMail, byText] = await Promise.all([portal.newPerson(), portal.newPerson({ channel: 'sms' })]);
  await reachCode(await portal.open(), byMail);
  await codeOf(portal.run, byMail);
  await reachCode(await portal.open(), byText);
  await codeOf(portal.run, byText);
  const answer = await fetch(`${portal.run.url}/_local/messages`);
  expect(answer.headers.get('content-type')).toBe('application/json');
  const common = { id: expect.any(String), from: expect.any(String), text: expect.any(String) };
  const sentAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect((await portal.run.messages()).slice(-2)).toEqual([
    {
      ...common,
      channel: 'email',
      to: byMail.email,
      subject: expect.any(String),
      html: expect.stringContaining('<!doctype html>'),
      sentAt,
    },
    { ...common, channel: 'sms', to: byText.phone, sentAt },
  ]);
});

it('has a command line that prints one JSON document', async () => {
  const person = await portal.newPerson();
  const words = ['run', '-s', 'portal', '--', 'account', 'show', person.email, '--json'];
  const { stdout } = await promisify(execFile)('npm', words, {
    env: { ...process.env, PORT: String(portal.run.port) },
    shell: process.platform === 'win32',
  });
  expect(JSON.parse(stdout)).toMatchObject({ account: { email: person.email, status: 'active' } });
});

// Three starts take a while on a busy machine.
it('keeps accounts and messages over a restart, and forgets them when it is told to start fresh', {
  timeout: 300_000,
}, async () => {
  const data = mkdtempSync(join(tmpdir(), 'portal-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const onRun = async <Found>(words: readonly string[], look: (run: LocalRun) => Promise<Found>): Promise<Found> => {
    const run = await startPortal({ data, words });
    try {
      return await look(run);
    } finally {
      await run.stop();
    }
  };
  const demo = { name: 'Robin Vermeer', email: 'robin@demo.example', phone: '+31612345678' };
  const standing = async (run: LocalRun) => ({
    status: (await run.cli(['account', 'show', demo.email, '--json'])).stdout.includes('"locked"') ? 'locked' : 'new',
    messages: (await run.messages()).length,
  });

  const first = await onRun([], async (run) => {
    const page = await portal.browser.newPage();
    await page.goto(run.url);
    const [, password = ''] = /robin\s+(\S+)$/m.exec(run.startText) ?? [];
    await typePassword(page, demo, password);
    await enterCode(page, await codeOf(run, demo));
    await run.nextMessage(({ subject }) => subject === 'New sign-in to Gatehouse');
    await run.cli(['account', 'lock', demo.email]);
    return standing(run);
  });
  expect(first).toEqual({ status: 'locked', messages: 2 });
  expect(await onRun([], standing)).toEqual(first);
  expect(await onRun(['--fresh'], standing)).toEqual({ status: 'new', messages: 0 });
});
