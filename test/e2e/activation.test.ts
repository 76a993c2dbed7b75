import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { words } from '../../locales/pages/words.ts';
import type { Message } from '../harness/local-run.ts';
import { usePortal } from './portal.ts';
import { invitationPath, NEW_PASSWORD, reachReset, reset, resetCode, resetPartsOf, say } from './recovery-verbs.ts';
import { codeOf, enterCode, focused, partsOf, typePassword } from './verbs.ts';

const portal = usePortal();
const { activation, activationScript } = words['en-GB'];

const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
let guests = 0;

/** Invites somebody, who has a phone. */
async function invite(channel: 'email' | 'sms' = 'email') {
  guests += 1;
  const guest = { name: 'Inès Roux', email: `ines${guests}@example.org`, phone: `+3361234${String(1000 + guests)}` };
  const { code, stderr } = await portal.run.cli([
    ...['invite', guest.email, '--name', guest.name, '--phone', guest.phone, '--channel', channel],
  ]);
  if (code !== 0) throw new Error(stderr);
  return guest;
}

describe.each([
  { channel: 'email', size: 'desktop', options: desktop },
  { channel: 'sms', size: 'phone', options: phone },
] as const)('by $channel, at $size size', ({ channel, options }) => {
  it('goes from the invitation to the dashboard', async () => {
    const guest = await invite(channel);
    const page = await portal.open({ ...options, path: await invitationPath(portal.run, guest.email) });
    await reachReset(page, guest.email);
    expect(await page.locator('#reset-heading').textContent()).toBe(activation.passwordHeading);
    await reset(page, await resetCode(portal.run, channel === 'sms' ? guest.phone : guest.email));
    const { done } = resetPartsOf(page);
    await done.waitFor();
    expect(await done.textContent()).toContain(activation.activeText);
    const isNotice = ({ to, text }: Message) => [guest.email, guest.phone].includes(to) && /password/.test(text);
    expect(await portal.run.nextMessage(isNotice)).toBeDefined();

    await page.getByRole('link', { name: 'Click here to return to log in page' }).click();
    await typePassword(page, guest, NEW_PASSWORD);
    await enterCode(page, await codeOf(portal.run, guest));
    expect(await page.locator('#welcome').textContent()).toBe('Welcome, Inès Roux');
  });
});

it('asks nothing when it is opened, and leaves the secret neither in the address nor in the history', async () => {
  const guest = await invite();
  const path = await invitationPath(portal.run, guest.email);
  const page = await portal.open();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(portal.run.url + path, { waitUntil: 'networkidle' });
  expect(asked.filter((address) => address.startsWith('/api/'))).toEqual([]);
  expect(page.url()).toBe(`${portal.run.url}/activate/`);
  await page.goto(portal.run.url);
  await page.goBack();
  expect(page.url()).toBe(`${portal.run.url}/activate/`);
  // The tab still knows it.
  await page.reload();
  await reachReset(page, guest.email);
});

it('takes a link that is opened again in the same tab', async () => {
  const guest = await invite();
  const page = await portal.open({ path: '/activate/' });
  await resetPartsOf(page).renew.waitFor();
  const path = await invitationPath(portal.run, guest.email);
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    path.slice(path.indexOf('#')),
  );
  await reachReset(page, guest.email);
});

it('says so when the link does not go with the address, and takes another', async () => {
  const guest = await invite();
  const page = await portal.open({ path: await invitationPath(portal.run, guest.email) });
  await say(page, 'somebody-else@example.org');
  const { askMessage, renew, identifier } = resetPartsOf(page);
  await askMessage.waitFor();
  expect(await askMessage.textContent()).toBe(activationScript.ended);
  expect(await renew.isVisible()).toBe(true);
  expect(await identifier.inputValue()).toBe('somebody-else@example.org');
  expect(await focused(page)).toBe('identifier');
  await reachReset(page, guest.email);
});

it('offers a new invitation for one that has expired, and for a link that is cut off', async () => {
  const guest = await invite();
  const path = await invitationPath(portal.run, guest.email);
  const before = (await portal.run.messages()).length;
  await portal.run.advance(72 * 3600 + 1);
  const page = await portal.open({ path });
  await say(page, guest.email);
  const { renew, sent, askMessage } = resetPartsOf(page);
  await renew.click();
  await sent.waitFor();
  expect(await sent.textContent()).toContain(activation.renewed);
  const other = await portal.open({ path: await invitationPath(portal.run, guest.email, before) });
  await reachReset(other, guest.email);

  const cut = await portal.open({ path: '/activate/' });
  expect(await cut.locator('#ask-message').textContent()).toBe(activationScript.missing);
  await cut.locator('#identifier').fill('nobody@example.org');
  await cut.locator('#identifier').press('Enter');
  await resetPartsOf(cut).sent.waitFor();
  expect(await askMessage.isVisible()).toBe(false);
});

it('is over when the password has been set', async () => {
  const guest = await invite();
  const path = await invitationPath(portal.run, guest.email);
  const page = await portal.open({ path });
  await reachReset(page, guest.email);
  await reset(page, await resetCode(portal.run, guest.email));
  await resetPartsOf(page).done.waitFor();
  const again = await portal.open({ path });
  await say(again, guest.email);
  await resetPartsOf(again).askMessage.waitFor();
  expect(await resetPartsOf(again).askMessage.textContent()).toBe(activationScript.ended);
  await again.getByRole('link', { name: activation.signIn }).click();
  await partsOf(again).identifier.waitFor();
});
