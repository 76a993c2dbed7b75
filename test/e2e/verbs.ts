import type { Page } from 'playwright-core';
import type { LocalRun, Message } from '../harness/local-run.ts';
import { PASSWORD, type Person, type Portal } from './portal.ts';

/** The parts of the sign-in page, in any language. */
export const partsOf = (page: Page) => ({
  identifier: page.locator('#identifier'),
  identifierError: page.locator('#identifier-error'),
  password: page.locator('#password'),
  passwordError: page.locator('#password-error'),
  signIn: page.locator('#start-submit'),
  startMessage: page.locator('#start-message'),
  code: page.locator('#code'),
  codeError: page.locator('#code-error'),
  codeMessage: page.locator('#code-message'),
  submit: page.locator('#code-submit'),
  sentTo: page.locator('#sent-to'),
  timeLeft: page.locator('#time-left'),
  sendNewOne: page.locator('#send-new-one'),
  resend: page.locator('#resend'),
  otherWay: page.locator('#other-way'),
  pill: page.locator('#change-identifier'),
});

/** Types identifier and password, and presses Sign In. */
export async function typePassword(page: Page, { email }: Pick<Person, 'email'>, password = PASSWORD): Promise<void> {
  const { identifier, password: field, signIn } = partsOf(page);
  await identifier.fill(email);
  await field.fill(password);
  await signIn.click();
}

/** Gets to the code page. */
export async function reachCode(page: Page, person: Person): Promise<void> {
  await typePassword(page, person);
  await partsOf(page).code.waitFor();
}

/** The `nth` message with a code that was sent to somebody; waits for it. */
export async function codeMessage(run: LocalRun, person: Person, nth = 1): Promise<Message> {
  const isOurs = ({ to, text }: Message) => [person.email, person.phone].includes(to) && codeIn(text) !== undefined;
  if (nth === 1) return run.nextMessage(isOurs);
  const { id } = await codeMessage(run, person, nth - 1);
  const earlier = (await run.messages()).findIndex((message) => message.id === id) + 1;
  return run.nextMessage(isOurs, earlier);
}

/** The code in a message: alone on its line in a mail, behind the # in the last line of an SMS. */
export const codeIn = (text: string): string | undefined => /^(?:\d{6}|@\S+ #\d{6})$/m.exec(text)?.[0].slice(-6);

/** The `nth` code that was sent to somebody. */
export async function codeOf(run: LocalRun, person: Person, nth = 1): Promise<string> {
  return codeIn((await codeMessage(run, person, nth)).text) ?? '';
}

/** A code that is not this one. */
export const wrong = (code: string): string => (code === '000000' ? '111111' : '000000');

/** Types the code, presses Enter, and waits for the dashboard, or for the page where somebody was. */
export async function enterCode(page: Page, code: string, address?: string): Promise<void> {
  await partsOf(page).code.fill(code);
  // Wherever the focus is: the page may have submitted the code by itself, and be gone.
  await page.keyboard.press('Enter');
  await untilSignedIn(page, address);
}

/** The whole way from the sign-in page to the dashboard, or to the page where somebody was. */
export async function signIn(page: Page, { run }: Portal, person: Person, nth = 1, address?: string): Promise<void> {
  await reachCode(page, person);
  await enterCode(page, await codeOf(run, person, nth), address);
}

export async function untilSignedIn(page: Page, address = '**/portal/'): Promise<void> {
  await page.waitForURL(address);
  await page.locator('#portal[data-known="true"]').waitFor();
}

/** Opens the menu behind the avatar and chooses the item with this selector. */
export async function chooseOwn(page: Page, item: string): Promise<void> {
  await page.locator('#avatar').click();
  await page.locator('#own-menu').locator(item).click();
}

export async function signOut(page: Page): Promise<void> {
  await chooseOwn(page, '#sign-out');
  await page.waitForURL((url) => url.pathname === '/');
  await partsOf(page).startMessage.waitFor();
}

/** Moves the time of the functions, and has the page look again as if it came back from sleep. */
export async function travel(page: Page, { run }: Portal, seconds: number): Promise<void> {
  await run.advance(seconds);
  await lookAgain(page);
}

/** What a page does when it is seen again. */
export const lookAgain = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

/** Which element has the focus. */
export const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');
