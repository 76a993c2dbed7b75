import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { words } from '../../locales/pages/words.ts';
import { faultsOf } from './faults.ts';
import { type Person, usePortal } from './portal.ts';
import { lookAgain, signIn } from './verbs.ts';

const portal = usePortal();
const { supportScript: support, supportProblems } = words['en-GB'];
const PATIENCE = { timeout: 20_000 };
const SUBJECT = 'The wiki does not open';
const LOG = { name: 'wiki.log', mimeType: 'text/plain', buffer: Buffer.from('Forbidden') };
const PROGRAM = { name: 'wiki.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') };

const partsOf = (page: Page) => ({
  heading: page.locator('main section:not([hidden]) h1'),
  message: page.locator('#ticket-message'),
  rows: page.locator('#tickets > li'),
  unread: page.locator('#tickets .tag-new'),
  entries: page.locator('#entries > li'),
  texts: page.locator('#entries .text'),
  reply: page.locator('#reply'),
  send: page.locator('#reply-send'),
  replyMessage: page.locator('#reply-message'),
  files: page.locator('#new-files > li'),
  closed: page.locator('#closed'),
});

/** Windows as narrow, as wide, as light and as dark as they come. */
const WINDOWS = [
  [320, 'light'],
  [768, 'dark'],
  [1440, 'light'],
  [1440, 'dark'],
] as const;

async function look(page: Page, state: string): Promise<void> {
  for (const [width, colorScheme] of WINDOWS) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    expect(await faultsOf(page), `${state} at ${width} px, ${colorScheme}`).toEqual([]);
  }
}

/** Somebody in the Technical Support System, in a browser of their own. */
async function enter(options: Parameters<typeof portal.newPerson>[0]): Promise<{ page: Page; person: Person }> {
  const person = await portal.newPerson(options);
  const page = await portal.open();
  await signIn(page, portal, person);
  await page.locator('.menu a[href="/portal/support/"]').click();
  await page.locator('#list[aria-busy="false"]').waitFor();
  return { page, person };
}

/** Registers a ticket with an attachment, whose first upload fails; answers the path of the ticket. */
async function register(page: Page): Promise<string> {
  const { files, heading } = partsOf(page);
  await page.locator('.title a').click();
  await page.locator('#new-submit').click();
  await page.locator('#subject-error').waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('subject');
  await page.locator('#subject').fill(SUBJECT);
  await page.locator('#description').fill('It says <b>Forbidden</b>.\n\nSince this morning.');
  let uploads = 0;
  await page.route(/^http:\/\/127\.0\.0\.1/, (route) => {
    uploads += route.request().method() === 'PUT' ? 1 : 0;
    return uploads === 1 ? route.fulfill({ status: 503 }) : route.fallback();
  });
  await page.locator('#new-file').setInputFiles([LOG, PROGRAM]);
  await files.getByText(support.file.failed).waitFor();
  await files.getByText(support.file.refused).waitFor();
  await page.locator('#new-submit').click();
  await page.locator('#new-message').getByText(support.file.unsent).waitFor();
  await look(page, 'a new ticket');
  await files.first().getByText(support.file.retry).click();
  await files.last().getByText(support.file.remove).click();
  await files.getByText('1 kB', { exact: true }).waitFor();
  expect(await files.count()).toBe(1);
  await page.locator('#new-submit').click();
  await heading.getByText(SUBJECT).waitFor();
  return new URL(page.url()).pathname + new URL(page.url()).hash;
}

it('registers, answers, remarks among staff, closes and reopens; nobody else sees anything', async () => {
  const [anna, sam, tom] = await Promise.all([
    enter({ name: 'Anna de Vries' }),
    enter({ name: 'Sam Support', role: 'support' }),
    enter({ name: 'Tom' }),
  ]);
  const [asking, caring] = [partsOf(anna.page), partsOf(sam.page)];
  expect(await anna.page.locator('#empty-heading').textContent()).toBe(support.empty.own.heading);
  const path = await register(anna.page);

  await lookAgain(sam.page);
  await caring.unread.waitFor();
  await look(sam.page, 'the queue');
  await caring.rows.getByText(SUBJECT).click();
  await caring.texts.getByText('It says <b>Forbidden</b>.').waitFor();
  await sam.page.locator('#care-assignee').selectOption({ label: 'Sam Support' });
  await caring.message.getByText(support.saved).waitFor();
  await sam.page.locator('#kind-internal').check();
  await caring.reply.fill('Her group is missing.');
  await look(sam.page, 'a ticket for staff');
  await caring.send.click();
  await caring.replyMessage.getByText(support.remarked).waitFor();
  await sam.page.locator('#kind-reply').check();
  await caring.reply.fill('Try again, please.');

  // Both write at the same time; what she has typed stays.
  await asking.reply.fill('One more thing');
  const before = (await portal.run.messages()).length;
  await caring.send.click();
  await caring.replyMessage.getByText(support.sent).waitFor();
  const mail = await portal.run.nextMessage(({ to }) => to === anna.person.email, before);
  expect(mail.text).toContain(`${portal.run.url}${path}`);
  await lookAgain(anna.page);
  await asking.texts.getByText('Try again, please.').waitFor();
  expect(await asking.replyMessage.textContent()).toContain('1 entry was added above');
  expect(await asking.reply.inputValue()).toBe('One more thing');
  expect(await anna.page.locator('body').textContent()).not.toContain('Her group is missing.');
  await look(anna.page, 'a ticket');
  await asking.send.click();
  await asking.texts.getByText('One more thing').waitFor();
  expect(await asking.texts.count()).toBe(3);

  const download = anna.page.waitForEvent('download');
  await asking.entries.getByText(LOG.name).click();
  expect((await download).suggestedFilename()).toBe(LOG.name);

  await anna.page.locator('#close-ticket').click();
  await asking.closed.waitFor();
  expect(await asking.reply.isVisible()).toBe(false);
  // He has not seen that yet, and loses nothing.
  await caring.reply.fill('Does it work now?');
  await caring.send.click();
  await caring.message.getByText(supportProblems['ticket-closed']).waitFor();
  await caring.closed.waitFor();
  expect(await caring.reply.inputValue()).toBe('Does it work now?');
  await anna.page.locator('#reopen').click();
  await asking.reply.waitFor();

  await tom.page.goto(`${portal.run.url}${path}`);
  await partsOf(tom.page).message.getByText(supportProblems['ticket-not-found']).waitFor();
  expect(await tom.page.locator('body').textContent()).not.toContain(SUBJECT);
  await tom.page.locator('.back a').click();
  await tom.page.locator('#list-empty').waitFor();
  await anna.page.locator('.back a').click();
  await asking.rows.getByText(SUBJECT).waitFor();
  await anna.page.locator('#search').fill('printer');
  await expect
    .poll(() => anna.page.locator('#empty-heading').textContent(), PATIENCE)
    .toBe(support.empty.filtered.heading);
});
