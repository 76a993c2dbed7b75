import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { words } from '../../locales/pages/words.ts';
import { ownPartsOf } from './account-verbs.ts';
import { type CameraBrowser, openCameraBrowser } from './camera.ts';
import { faultsOf } from './faults.ts';
import {
  accept,
  askByName,
  choosePin,
  openCard,
  openPhone,
  openSignIn,
  pasteLink,
  phonePartsOf,
  waitPartsOf,
} from './phone-verbs.ts';
import { type Person, usePortal } from './portal.ts';
import { lookAgain, signIn, untilSignedIn } from './verbs.ts';

const portal = usePortal();

/** One person, one phone and one desk for all tests: each goes on where the one before ended. */
let camera: CameraBrowser;
let person: Person;
let phone: Page;
let desk: BrowserContext;

const heading = (page: Page) => expect.poll(() => waitPartsOf(page).heading.textContent(), { timeout: 40_000 });

/** Ends the session without a page, so that the next sign-in begins afresh; the browser stays known. */
async function signOutAtDesk(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await fetch('/api/session', { method: 'DELETE' });
    localStorage.removeItem('gatehouse.signed-in');
  });
  await page.close();
}

/** Back to where the app begins. */
async function backHome(): Promise<void> {
  const { press, screen } = phonePartsOf(phone);
  await press('result', 'ok').click();
  await screen('home').waitFor();
}

/** Picks another picture than the right one, and accepts. */
async function pickWrongly(right: number): Promise<void> {
  const numbers = await phonePartsOf(phone).pictures.evaluateAll((all) => all.map((one) => one.getAttribute('value')));
  await accept(
    phone,
    numbers.map(Number).find((number) => number !== right),
  );
}

beforeAll(async () => {
  camera = await openCameraBrowser();
  // Contexts of that browser outlive a test.
  desk = await camera.browser.newContext({ locale: 'en-GB' });
});
afterAll(() => camera?.close());

it('activates a phone that scans the code, and tells the person', async () => {
  person = await portal.newPerson();
  const page = await portal.open({ context: desk });
  await signIn(page, portal, person);
  await page.goto(`${portal.run.url}/portal/phones/`);
  await page.getByRole('button', { name: 'Activate Personal Mobile' }).click();
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.locator('#activate-qr path').waitFor();
  expect(await faultsOf(page)).toEqual([]);

  const handheld = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  phone = await openPhone(portal, { context: await camera.browser.newContext(handheld) });
  await camera.look(page.locator('#activate-qr'));
  await phonePartsOf(phone).press('home', 'add').click();
  await phonePartsOf(phone).screen('enrol').waitFor();
  await expect.poll(() => page.locator('#activate-left').textContent()).toMatch(/^A phone has opened the code\./);
  const number = await choosePin(phone);
  await page.getByLabel('Number on your phone').fill(String(number));
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await ownPartsOf(page).message.waitFor();
  expect(await page.locator('#phones .row-title').count()).toBe(1);
  expect(await faultsOf(page)).toEqual([]);
  await backHome();
  await portal.run.nextMessage(({ to, subject }) => to === person.email && /phone/i.test(subject ?? ''));
  await signOutAtDesk(page);
});

it('signs in by user name and picture, and by a scan, at a desk that it knows', async () => {
  const page = await openSignIn(portal, desk);
  const number = await askByName(page, person);
  await heading(page).toBe('Look at your phone');
  expect(await faultsOf(page)).toEqual([]);
  await openCard(phone);
  expect(await phonePartsOf(phone).newBrowser.isVisible()).toBe(false);
  await accept(phone, number);
  await untilSignedIn(page);
  await backHome();
  await signOutAtDesk(page);

  // Who signed in that way last is offered it first.
  const again = await portal.open({ context: desk });
  await waitPartsOf(again).qr.locator('path').waitFor();
  await camera.look(waitPartsOf(again).qr);
  await phonePartsOf(phone).press('home', 'scan').click();
  await heading(again).toBe(`Scanned by the phone of ${person.name}`);
  expect(await faultsOf(again)).toEqual([]);
  await phonePartsOf(phone).screen('card').waitFor();
  await accept(phone);
  await untilSignedIn(again);
  await backHome();
  await signOutAtDesk(again);
});

it('says kindly what a wrong pick, a denial and a time-out mean, and what to do next', async () => {
  const page = await openSignIn(portal, desk);
  const { again, qr } = waitPartsOf(page);
  const right = await askByName(page, person);
  await openCard(phone);
  await pickWrongly(right);
  await heading(page).toBe('That did not match');
  expect(await faultsOf(page)).toEqual([]);
  await backHome();

  await again.click();
  await qr.locator('path').waitFor();
  await askByName(page, person);
  await openCard(phone);
  await phonePartsOf(phone).press('card', 'deny').click();
  await heading(page).toBe('Your phone said no');
  await backHome();

  await again.click();
  await qr.locator('path').waitFor();
  await askByName(page, person);
  await portal.run.advance(121);
  await lookAgain(page);
  await heading(page).toBe('The time is up');
  expect(await faultsOf(page)).toEqual([]);
  await page.close();
});

it('hears the answer although sockets are cut before, during and after the decision, or never open', async () => {
  for (const cut of ['before and during', 'after'] as const) {
    const page = await openSignIn(portal, desk);
    if (cut !== 'after') await portal.run.cutSockets();
    const number = await askByName(page, person);
    if (cut !== 'after') await portal.run.cutSockets();
    await openCard(phone);
    await accept(phone, number);
    if (cut === 'after') await portal.run.cutSockets();
    await untilSignedIn(page);
    await backHome();
    await signOutAtDesk(page);
  }
  const deaf = await portal.open({ context: desk, path: '/nowhere' });
  await deaf.routeWebSocket(/\/ws/, (socket) => socket.close());
  await deaf.goto(portal.run.url);
  const number = await askByName(deaf, person);
  await openCard(phone);
  await accept(phone, number);
  await untilSignedIn(deaf);
  await backHome();
  await signOutAtDesk(deaf);
});

it('keeps two sign-ins at once apart by their pictures', async () => {
  const [known, stranger] = await Promise.all([openSignIn(portal, desk), openSignIn(portal)]);
  const [here, there] = [await askByName(known, person), await askByName(stranger, person)];
  expect(there).not.toBe(here);
  await expect.poll(() => phonePartsOf(phone).cards.count(), { timeout: 20_000 }).toBe(2);
  await openCard(phone);
  expect(await phonePartsOf(phone).newBrowser.isVisible()).toBe(false);
  await accept(phone, here);
  await untilSignedIn(known);
  expect(await waitPartsOf(stranger).heading.textContent()).toBe('Look at your phone');
  await backHome();
  await openCard(phone);
  expect(await phonePartsOf(phone).newBrowser.isVisible()).toBe(true);
  await accept(phone, there);
  await untilSignedIn(stranger);
  await backHome();
  await known.close();
});

it('activates a second phone by the first, and takes the first away at once', async () => {
  const page = await portal.open({ context: desk, path: '/portal/phones/' });
  await page.getByRole('button', { name: 'Activate Personal Mobile' }).click();
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('button', { name: 'Confirm with your phone' }).click();
  const number = Number(await waitPartsOf(page).digits.textContent());
  expect(await faultsOf(page)).toEqual([]);
  await openCard(phone);
  await accept(phone, number);
  await backHome();
  await page.locator('#activate-qr path').waitFor();
  const second = await openPhone(portal);
  await pasteLink(second, (await page.locator('#activate-link').getAttribute('href')) ?? '');
  await page.getByLabel('Number on your phone').fill(String(await choosePin(second)));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect.poll(() => page.locator('#phones .row-title').count()).toBe(2);

  // The oldest is the first: what it approved ends with it, this session too.
  await page
    .getByRole('button', { name: /^Remove / })
    .first()
    .click();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Remove phone' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await phone.reload();
  await phone.getByText(words['en-GB'].mobileScript.gone).waitFor();
  const after = await openSignIn(portal, desk);
  await askByName(after, person);
  expect(await phonePartsOf(phone).cards.count()).toBe(0);
});
