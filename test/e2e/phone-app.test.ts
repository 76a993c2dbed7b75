import type { Page, Route } from 'playwright-core';
import { encode } from 'uqr';
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
import { push, watchNotifications } from './push.ts';
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

  // The page is left before it has heard of the flow that it began.
  const begun = Promise.withResolvers<void>();
  const unheard = async (route: Route) => void begun.resolve(void (await route.fetch()));
  await phone.route('**/api/sign-in/phone', unheard, { times: 1 });
  await phone.goto(portal.run.url);
  await phone.locator('#mobile-tab').click();
  await begun.promise;
  await phone.locator('#phone-here').click();
  await parts.screen('card').waitFor();
  await parts.press('card', 'accept').click();
  // T53: the page that comes back from the app asks again for what was lost on the way.
  await phone.route('**/api/sign-in/phone', (route) => route.abort(), { times: 1 });
  await enterPin(phone);
  await untilSignedIn(phone);

  await phone.goto(`${portal.run.url}/mobile/`);
  await parts.profiles.click();
  await parts.press('profile', 'remove').click();
  await parts.press('removal', 'remove').click();
  await phone.locator('#no-profiles').waitFor();
});

/** A camera that sees a QR code with this text. Runs in the page. */
function showToCamera({ rows }: { readonly rows: readonly (readonly boolean[])[] }): void {
  const canvas = document.createElement('canvas');
  const [cell, quiet] = [6, 4];
  canvas.width = canvas.height = (rows.length + quiet * 2) * cell;
  const context = canvas.getContext('2d');
  const draw = () => {
    if (!context) return;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = '#000';
    for (const [y, row] of rows.entries()) {
      for (const [x, dark] of row.entries())
        if (dark) context.fillRect((x + quiet) * cell, (y + quiet) * cell, cell, cell);
    }
  };
  setInterval(draw, 100);
  draw();
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10);
}

it('scans with the camera, is unlocked by finger or a new PIN, and works without a network', async () => {
  const { person, browser } = await signedIn();
  const phone = await openPhone(portal);
  const parts = phonePartsOf(phone);
  const devtools = await phone.context().newCDPSession(phone);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const { flow, link } = await beginActivation(browser);
  await phone.evaluate(showToCamera, { rows: encode(link).data });
  await parts.press('home', 'add').click();
  await parts.press('enrol', 'activate').click();
  await parts.choosePin.fill(PIN);
  await parts.confirmPin.fill(PIN);
  await parts.press('new-pin', 'continue').click();
  await parts.press('finger', 'use').click();
  await parts.number.waitFor();
  await askApi(browser, 'POST /api/phones/enrolment/number', {
    flow,
    number: Number(await parts.number.textContent()),
  });
  await parts.press('result', 'ok').click();

  const byFinger = await stranger(person);
  await openCard(phone);
  await phone.locator(`#pick-pictures [value="${byFinger.number}"]`).check();
  await parts.press('card', 'accept').click();
  await parts.press('unlock', 'fingerprint').click();
  await parts.screen('result').waitFor();
  expect(await askApi(byFinger.browser, 'POST /api/sign-in/phone/result', { flow: byFinger.flow })).toEqual({
    step: 'done',
  });
  await parts.press('result', 'ok').click();

  await parts.profiles.click();
  await parts.press('profile', 'pin').click();
  await enterPin(phone);
  await parts.choosePin.fill('730164');
  await parts.confirmPin.fill('730164');
  await parts.press('new-pin', 'continue').click();
  await parts.message.getByText('Your PIN has been changed.').waitFor();
  await parts.press('profile', 'fingerprint').click();
  await enterPin(phone, '730164');
  await parts.message.getByText('Your change is saved.').waitFor();
  expect(await phone.locator('#fingerprint-state').textContent()).toBe('Off');

  const notifications = await watchNotifications(phone);
  await push(phone);
  await expect.poll(notifications).toEqual(['A request is waiting for your answer.']);
  await phone.context().setOffline(true);
  await phone.reload();
  await parts.profiles.waitFor();
  expect(await parts.profiles.textContent()).toContain('We could not reach the portal.');
});
