import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { type LocalRun, startPortal } from '../harness/local-run.ts';
import { sharedAssembly } from '../harness/shared-assembly.ts';
import { askApi, beginActivation, beginPhoneSignIn } from './phone-verbs.ts';
import { usePortal } from './portal.ts';
import { codeIn, codeMessage, codeOf, enterCode, partsOf, reachCode, signIn, travel, typePassword } from './verbs.ts';

const portal = usePortal({ hasDemo: true });

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

it('is answered by a phone without a phone, through the public API', async () => {
  const keys = mkdtempSync(join(tmpdir(), 'virtual-phone-'));
  onTestFinished(() => rmSync(keys, { recursive: true, force: true }));
  const file = join(keys, 'keys.json');
  const virtualPhone = async (...words: string[]) => {
    const program = ['tools/virtual-phone/main.ts', ...words, '--keys', file, '--json'];
    const env = { ...process.env, PIN: '482915' };
    const { stdout } = await promisify(execFile)(process.execPath, program, { env }).catch((error) => error);
    return JSON.parse(stdout);
  };
  const person = await portal.newPerson();
  const page = await portal.open();
  await signIn(page, portal, person);
  const { flow, link } = await beginActivation(page);
  const { number } = await virtualPhone('enrol', link, '--name', 'Robot');
  expect(await virtualPhone('list')).toMatchObject({ phones: [{ name: 'Robot', state: 'pending', waiting: [] }] });
  expect(await askApi(page, 'POST /api/phones/enrolment/number', { flow, number })).toMatchObject({ state: 'done' });
  expect(statSync(file).mode & 0o077).toBe(0);

  const desk = await portal.open();
  const asked = await askApi(desk, 'POST /api/sign-in/phone', {});
  const named = { flow: asked.flow, identifier: person.email };
  const { picture } = await askApi(desk, 'POST /api/sign-in/phone/name', named);
  const shown = String((picture as { readonly number: number }).number);
  const approved = await virtualPhone('approve', '--picture', shown, '--wait', '10');
  expect(approved).toMatchObject({ decision: 'accepted', purpose: 'sign-in', person: person.name, newBrowser: true });
  expect(await askApi(desk, 'POST /api/sign-in/phone/result', { flow: asked.flow })).toEqual({ step: 'done' });

  const code = await beginPhoneSignIn(await portal.open());
  const scanned = await virtualPhone('scan', code.frame);
  expect(scanned).toEqual(expect.objectContaining({ decision: 'accepted' }));
  expect(await virtualPhone('deny')).toEqual({ error: { code: 'trouble', message: expect.any(String) } });
  expect(await virtualPhone('remove')).toEqual({ removed: expect.any(String) });
  expect(await virtualPhone('list')).toEqual({ phones: [] });
});

// Three starts take a while on a busy machine.
it('keeps accounts and messages over a restart, and forgets them when it is told to start fresh', {
  timeout: 300_000,
}, async () => {
  const data = mkdtempSync(join(tmpdir(), 'portal-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const onRun = async <Found>(words: readonly string[], look: (run: LocalRun) => Promise<Found>): Promise<Found> => {
    const run = await startPortal({ data, words, assembly: await sharedAssembly() });
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
