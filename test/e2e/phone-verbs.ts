import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { framesOf } from '../../web/qr/frames.ts';
import type { Person, Portal } from './portal.ts';
import { partsOf } from './verbs.ts';

/** The PIN of every phone. */
export const PIN = '583019';
export const WRONG_PIN = '583018';

/** What phones look like to the app. */
const HANDHELD: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** The parts of the phone's app, in any language. */
export const phonePartsOf = (phone: Page) => ({
  /** A button of a screen, by what it answers. */
  press: (screen: string, answer: string) => phone.locator(`#${screen} [data-answer="${answer}"]`),
  screen: (name: string) => phone.locator(`#${name}`),
  heading: phone.locator('h1:visible'),
  message: phone.locator('main .message:visible'),
  link: phone.locator('#link'),
  linkError: phone.locator('#link-error'),
  choosePin: phone.locator('#choose-pin'),
  choosePinError: phone.locator('#choose-pin-error'),
  confirmPin: phone.locator('#confirm-pin'),
  number: phone.locator('#the-number'),
  pin: phone.locator('#pin'),
  cards: phone.locator('#waiting-cards button'),
  profiles: phone.locator('#profile-rows button'),
  newBrowser: phone.locator('#card-new'),
  facts: phone.locator('#card .facts'),
  pictures: phone.locator('#pick-pictures input'),
  digits: phone.locator('#match-digits'),
  digitsError: phone.locator('#match-digits-error'),
  compared: phone.locator('#compare-picture'),
});

/** The parts of the pages that wait for a phone. */
export const waitPartsOf = (page: Page) => ({
  mobile: page.locator('#mobile-tab'),
  here: page.locator('#phone-here'),
  qr: page.locator('#phone-qr'),
  ask: page.locator('#phone-submit'),
  heading: page.locator('#phone-wait-heading'),
  todo: page.locator('#phone-wait-text'),
  picture: page.locator('#phone-picture svg'),
  pictureWords: page.locator('#phone-picture-words'),
  digits: page.locator('#phone-picture text'),
  again: page.locator('#phone-again'),
});

/** A sign-in page with its QR code, in a browser that nobody knows unless `context` is given. */
export async function openSignIn(portal: Portal, context?: BrowserContext): Promise<Page> {
  const page = await portal.open(context ? { context } : {});
  await waitPartsOf(page).mobile.click();
  await waitPartsOf(page).qr.locator('path').waitFor();
  return page;
}

/** Types the name and presses Sign In; answers the number of the picture. */
export async function askByName(page: Page, { email }: Pick<Person, 'email'>): Promise<number> {
  const { ask, digits } = waitPartsOf(page);
  await partsOf(page).identifier.fill(email);
  await ask.click();
  return Number(await digits.textContent());
}

/** A phone: a browser of its own, with the app open. */
export async function openPhone(
  portal: Portal,
  options: BrowserContextOptions & { readonly context?: BrowserContext } = {},
): Promise<Page> {
  return portal.open({ ...HANDHELD, path: '/mobile/', ...options });
}

/** From an activation's link, pasted, to the number that the phone shows. */
export async function pasteLink(phone: Page, link: string): Promise<void> {
  const { press, link: field } = phonePartsOf(phone);
  await press('home', 'add').click();
  await field.fill(link);
  await press('scan', 'open').click();
}

/** From the card of an activation to the number that the phone shows. */
export async function choosePin(phone: Page, pin = PIN): Promise<number> {
  const { press, choosePin: first, confirmPin: second, number } = phonePartsOf(phone);
  await press('enrol', 'activate').click();
  await first.fill(pin);
  await second.fill(pin);
  await press('new-pin', 'continue').click();
  await number.waitFor();
  return Number(await number.textContent());
}

/** Types the PIN, and waits for the heading that tells what came of it. */
export async function enterPin(phone: Page, pin = PIN): Promise<void> {
  const { press, pin: field } = phonePartsOf(phone);
  await field.fill(pin);
  await press('unlock', 'pin').click();
}

/** Opens the nth question that waits. */
export async function openCard(phone: Page, nth = 0): Promise<void> {
  const { cards, screen } = phonePartsOf(phone);
  await cards.nth(nth).click();
  await screen('card').waitFor();
}

/** Chooses the picture with this number, if one is given, and accepts by PIN. The phone then tells that it is accepted. */
export async function accept(phone: Page, number?: number): Promise<void> {
  const { press, pictures, screen } = phonePartsOf(phone);
  if (number !== undefined) await pictures.and(phone.locator(`[value="${number}"]`)).check();
  await press('card', 'accept').click();
  await enterPin(phone);
  await screen('result').waitFor();
}

/** Asks the API as a page does, with the cookies of its browser. */
export const askApi = (page: Page, route: string, body?: object): Promise<Readonly<Record<string, unknown>>> =>
  page.evaluate(
    async ({ method, path, sent }) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID().slice(0, 22) };
      const answer = await fetch(path, { method, headers, ...(sent !== undefined && { body: sent }) });
      return answer.json();
    },
    { method: route.split(' ')[0] ?? '', path: route.split(' ')[1] ?? '', sent: body && JSON.stringify(body) },
  );

/** Begins an activation in a browser that has just signed in, or with the flow that confirms it: flow and link. */
export async function beginActivation(
  browser: Page,
  confirmed: { readonly flow?: string } = {},
): Promise<{ readonly flow: string; readonly link: string }> {
  const { flow, link } = await askApi(browser, 'POST /api/phones/enrolment', confirmed);
  return { flow: String(flow), link: String(link) };
}

/** The whole activation of a phone, for somebody who has just signed in in `browser`. */
export async function activatePhone(browser: Page, phone: Page, pin = PIN): Promise<void> {
  const { flow, link } = await beginActivation(browser);
  await pasteLink(phone, link);
  const number = await choosePin(phone, pin);
  await askApi(browser, 'POST /api/phones/enrolment/number', { flow, number });
  const { screen, press } = phonePartsOf(phone);
  await screen('result').waitFor();
  await press('result', 'ok').click();
}

/** Begins a sign-in by phone in a browser: its flow, and the link of the QR code that it shows now. */
export async function beginPhoneSignIn(browser: Page): Promise<{ readonly flow: string; readonly frame: string }> {
  const { flow, series } = await askApi(browser, 'POST /api/sign-in/phone', {});
  const { number, key, second } = series as { readonly number: number; readonly key: string; readonly second: number };
  const frames = await framesOf(new URL(browser.url()).origin, String(flow), { number, key });
  return { flow: String(flow), frame: await frames(second) };
}
