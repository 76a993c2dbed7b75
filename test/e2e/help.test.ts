import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { faultsOf } from './faults.ts';
import { usePortal } from './portal.ts';
import { codeOf, enterCode, partsOf, reachCode, signIn } from './verbs.ts';

const portal = usePortal();
const HOUR = 3_600_000;
const LONG = `${'answer'.repeat(18)}.png`;
const small = { viewport: { width: 320, height: 640 }, colorScheme: 'dark' } as const;
const wide = { viewport: { width: 1440, height: 900 } } as const;

const tell = async (...words: readonly string[]) => {
  const { code, stdout, stderr } = await portal.run.cli([...words, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
};

/** Answers the ticket with that number, as support staff does with the API. */
function answer(page: Page, number: string, text: string): Promise<number> {
  const reply = async ([wanted, words]: readonly [string, string]) => {
    const headers = { 'content-type': 'application/json' };
    const queue = await (await fetch(`/api/tickets?view=queue&search=${wanted}`)).json();
    const path = `/api/tickets/${queue.tickets[0].id}/replies`;
    const body = JSON.stringify({ text: words, attachments: [] });
    return (await fetch(path, { method: 'POST', headers, body })).status;
  };
  return page.evaluate(reply, [number, text] as const);
}

it('lets somebody who cannot sign in write, follow the ticket by the link of the receipt, and answer', async () => {
  const page = await portal.open(small);
  await page.locator('.foot a[href="/help/"]').click();
  await page.locator('#ask-submit').click();
  expect(await page.locator('#name-error').textContent()).toBe('Type your name.');
  expect(await faultsOf(page)).toEqual([]);
  await page.locator('#name').fill('Maria Guest');
  await page.locator('#email').fill('maria@example.org');
  await page.locator('#what').fill('The code never comes.\nI tried twice.');
  const file = { name: 'screen.png', mimeType: 'image/png', buffer: Buffer.from('not really a picture') };
  await page.locator('#ask-file').setInputFiles(file);
  await page.locator('#ask-files').getByText('1 kB', { exact: true }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.locator('#ask-submit').click();
  await page.locator('#sent').waitFor();
  expect(await faultsOf(page)).toEqual([]);

  const receipt = await portal.run.nextMessage(({ to }) => to === 'maria@example.org');
  expect(receipt.text).not.toContain('Maria');
  const [link = ''] = /http:\S+\/help\/#\S+/.exec(receipt.text) ?? [];
  const [number = ''] = /T-\w{4}-\w{4}/.exec(receipt.subject ?? '') ?? [];
  const staff = await portal.open(wide);
  await signIn(staff, portal, await portal.newPerson({ role: 'support' }));
  expect(await answer(staff, number, 'Please try once more.')).toBe(200);

  const guest = await portal.open({ ...wide, path: new URL(link).pathname + new URL(link).hash });
  const entries = guest.locator('#entries .entry');
  await entries.nth(1).waitFor();
  expect(await guest.locator('#ticket-heading').textContent()).toBe('The code never comes.');
  const saving = guest.waitForEvent('download');
  await entries.nth(0).getByRole('button', { name: 'screen.png' }).click();
  expect((await saving).suggestedFilename()).toBe('screen.png');
  expect(await entries.nth(1).textContent()).toContain('Please try once more.');
  await guest.locator('#reply').fill('Now it came, thank you.');
  await guest.locator('#reply-file').setInputFiles({ ...file, name: LONG });
  await guest.locator('#reply-files').getByText('1 kB', { exact: true }).waitFor();
  expect(await faultsOf(guest)).toEqual([]);
  await guest.locator('#reply-submit').click();
  await entries.nth(2).getByRole('button', { name: LONG }).waitFor();
  expect(await guest.locator('#reply-files > li').count()).toBe(0);
  await guest.setViewportSize({ width: 320, height: 640 });
  expect(await faultsOf(guest)).toEqual([]);
  const wrong = await portal.open({ path: `/help/${new URL(link).hash.slice(0, -3)}AAA` });
  await wrong.locator('#ended').waitFor();
});

it('shows notices though the API is down, in the language of the page, until their time', async () => {
  const until = new Date(Date.now() + HOUR).toISOString();
  const texts = ['--text', 'en-GB=Lunch is at <b>one</b>', '--text', 'nl=Lunch om een uur'];
  const link = ['--link', 'https://status.example.org/'];
  await tell('notice', 'add', '--severity', 'news', '--until', until, ...texts, ...link);
  const context = await portal.browser.newContext({ ...small, locale: 'nl' });
  await context.route('**/api/**', (route) => route.abort());
  await context.clock.install();
  const page = await portal.open({ context });
  const notices = page.locator('#notices .notice');
  await notices.waitFor();
  expect(await notices.textContent()).toBe('Nieuws: Lunch om een uur Lees meerVerbergen');
  expect(await notices.locator('a').getAttribute('rel')).toBe('noopener noreferrer');
  expect(await faultsOf(page)).toEqual([]);
  await context.clock.fastForward(HOUR);
  await notices.waitFor({ state: 'detached' });
  const german = await portal.open({ ...wide, locale: 'de' });
  await german.getByText('Lunch is at <b>one</b>').waitFor();
  await german.getByRole('button', { name: 'Ausblenden: Lunch is at <b>one</b>' }).click();
  await german.locator('#notices').waitFor({ state: 'hidden' });
  await Promise.all([german.waitForResponse('**/notices.json'), german.reload()]);
  expect(await german.locator('#notices .notice').count()).toBe(0);
});

it('closes sign-in for members behind their code, and not for administrators', async () => {
  const [member, admin] = [await portal.newPerson(), await portal.newPerson({ role: 'admin' })];
  const [page, other] = [await portal.open(), await portal.open(wide)];
  await reachCode(page, member);
  const until = new Date(Date.now() + HOUR).toISOString();
  const closing = ['--severity', 'maintenance', '--text', 'en-GB=New disks', '--until', until, '--close-sign-in'];
  const { notice } = await tell('notice', 'add', ...closing);
  await partsOf(page).code.fill(await codeOf(portal.run, member));
  const refusal = page.locator('#start-message', { hasText: 'Sign-in is closed for maintenance.' });
  await refusal.waitFor();
  await signIn(other, portal, admin);
  await other.locator('#notices .notice-maintenance').waitFor();
  expect(await faultsOf(other)).toEqual([]);
  await tell('notice', 'remove', notice.id);
  await page.goto(portal.run.url);
  await portal.run.advance(31);
  await reachCode(page, member);
  await enterCode(page, await codeOf(portal.run, member, 2));
});

it('helps beside the steps, and counts whether it helped', async () => {
  const page = await portal.open(small);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const tip = page.locator('details[data-topic="sign-in"]');
  await tip.locator('summary').click();
  await tip.getByRole('button', { name: 'Was this helpful? Yes' }).waitFor();
  expect(asked.filter((path) => !path.endsWith('.json'))).toEqual([]);
  expect(await faultsOf(page)).toEqual([]);
  const counted = page.waitForResponse('**/api/help/feedback');
  await tip.getByRole('button', { name: 'Was this helpful? Yes' }).click();
  await counted;
  expect(await tip.locator('.tip-question').textContent()).toBe('Thank you.');
  const { topics } = await tell('help-feedback');
  expect(topics).toContainEqual({ topic: 'sign-in', yes: 1, no: 0 });
});
