import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { faultsOf } from './faults.ts';
import {
  accept,
  activatePhone,
  askApi,
  beginActivation,
  beginPhoneSignIn,
  enterPin,
  openCard,
  openPhone,
  PIN,
  pasteLink,
  phonePartsOf,
  WRONG_PIN,
} from './phone-verbs.ts';
import { type Person, usePortal } from './portal.ts';
import { signIn, untilSignedIn } from './verbs.ts';

const portal = usePortal();

/** Somebody who has just signed in, and the window in which they have. */
async function signedIn(): Promise<{ readonly person: Person; readonly browser: Page }> {
  const [person, browser] = [await portal.newPerson(), await portal.open()];
  await signIn(browser, portal, person);
  return { person, browser };
}

/** Somebody with a phone. */
async function withPhone(): Promise<{ readonly person: Person; readonly browser: Page; readonly phone: Page }> {
  const [{ person, browser }, phone] = await Promise.all([signedIn(), openPhone(portal)]);
  await activatePhone(browser, phone);
  return { person, browser, phone };
}

/** A browser that nobody knows, with the picture it shows after somebody's name was typed. */
async function stranger({
  email: identifier,
}: Person): Promise<{ readonly browser: Page; readonly flow: string; readonly number: number }> {
  const browser = await portal.open();
  const { flow } = await beginPhoneSignIn(browser);
  const { picture } = await askApi(browser, 'POST /api/sign-in/phone/name', { flow, identifier });
  return { browser, flow, number: Number(Object(picture).number) };
}

it('is activated by a pasted link and a number, lists what waits, and accepts with picture and PIN', async () => {
  const { person, browser } = await signedIn();
  const phone = await openPhone(portal, { viewport: { width: 320, height: 640 }, locale: 'de', colorScheme: 'dark' });
  const parts = phonePartsOf(phone);
  const faults: Record<string, readonly string[]> = {};
  const look = async (screen: string) => {
    const found = await faultsOf(phone);
    if (found.length > 0) faults[screen] = found;
  };
  await look('empty');
  const { flow, link } = await beginActivation(browser);
  await pasteLink(phone, link.replace(portal.run.url, 'https://elsewhere.example'));
  await parts.linkError.waitFor();
  await look('scan');
  await parts.link.fill(link);
  await parts.press('scan', 'open').click();
  await parts.screen('enrol').waitFor();
  await look('enrol');
  expect(await parts.screen('enrol').textContent()).toContain(person.name);
  await parts.press('enrol', 'activate').click();
  await parts.choosePin.fill('123456');
  await parts.press('new-pin', 'continue').click();
  await parts.choosePinError.waitFor();
  await look('new PIN');
  await parts.choosePin.fill(PIN);
  await parts.confirmPin.fill(PIN);
  await parts.press('new-pin', 'continue').click();
  await parts.number.waitFor();
  await look('number');
  await askApi(browser, 'POST /api/phones/enrolment/number', {
    flow,
    number: Number(await parts.number.textContent()),
  });
  await parts.screen('result').waitFor();
  await look('activated');
  await parts.press('result', 'ok').click();

  const asking = await stranger(person);
  await openCard(phone);
  expect(await parts.newBrowser.isVisible()).toBe(true);
  expect(await parts.pictures.count()).toBe(9);
  await parts.press('card', 'accept').click();
  await phone.locator('#pick-error').waitFor();
  await look('card');
  await phone.locator(`#pick-pictures [value="${asking.number}"]`).check();
  await parts.press('card', 'accept').click();
  await enterPin(phone, WRONG_PIN);
  await parts.message.waitFor();
  await look('unlock');
  await enterPin(phone);
  await parts.screen('result').waitFor();
  expect(await askApi(asking.browser, 'POST /api/sign-in/phone/result', { flow: asking.flow })).toEqual({
    step: 'done',
  });
  await parts.press('result', 'ok').click();
  await parts.profiles.click();
  await look('profile');
  expect(faults).toEqual({});
});

it('reads a QR code, signs in where it is itself, denies, and is removed', async () => {
  const { person, phone } = await withPhone();
  const parts = phonePartsOf(phone);
  const scanning = await portal.open();
  const { flow, frame } = await beginPhoneSignIn(scanning);
  await phone.goto(frame);
  await parts.screen('card').waitFor();
  expect(phone.url()).toBe(`${portal.run.url}/mobile/`);
  expect(await parts.pictures.count()).toBe(0);
  await accept(phone);
  expect(await askApi(scanning, 'POST /api/sign-in/phone/result', { flow })).toEqual({ step: 'done' });
  await parts.press('result', 'ok').click();

  const asking = await stranger(person);
  await openCard(phone);
  await parts.press('card', 'report').click();
  await parts.screen('result').waitFor();
  expect(await askApi(asking.browser, 'GET /api/sign-in/phone')).toMatchObject({ state: 'denied' });

  await phone.goto(portal.run.url);
  await phone.locator('#mobile-tab').click();
  await phone.locator('#phone-here').click();
  await parts.screen('card').waitFor();
  await parts.press('card', 'accept').click();
  await enterPin(phone);
  await untilSignedIn(phone);

  await phone.goto(`${portal.run.url}/mobile/`);
  await parts.profiles.click();
  await parts.press('profile', 'remove').click();
  await parts.press('removal', 'remove').click();
  await phone.locator('#no-profiles').waitFor();
});
