import type { Page } from 'playwright-core';
import { PASSWORD, type Person, type Portal } from './portal.ts';
import { codeIn } from './verbs.ts';

/** The parts of the pages about one's own account, in any language. */
export const ownPartsOf = (page: Page) => ({
  welcome: page.locator('#welcome'),
  message: page.locator('#overview-message'),
  password: page.locator('#password'),
  passwordError: page.locator('#password-error'),
  confirm: page.locator('#confirm-submit'),
  code: page.locator('#code'),
  codeError: page.locator('#code-error'),
  submit: page.locator('#code-submit'),
  cancel: page.locator('[data-cancel]:visible'),
  own: (what: 'email' | 'phone' | 'name') => page.locator(`#own-${what}`),
  newPassword: page.locator('#new-password'),
  confirmPassword: page.locator('#confirm-password'),
  apply: page.locator('#new-password-submit'),
  naming: (kind: 'email' | 'phone') => ({
    field: page.locator(`#new-${kind}`),
    error: page.locator(`#new-${kind}-error`),
    submit: page.locator(`#name-${kind}-submit`),
  }),
});

/** The newest code that went to that address or number after so many messages. */
export async function codeTo({ run }: Portal, to: string, after: number): Promise<string> {
  const message = await run.nextMessage((one) => one.to === to && codeIn(one.text) !== undefined, after);
  return codeIn(message.text) ?? '';
}

/** Types the password, and the code that comes. The gap since the last code has to be over. */
export async function confirmIt(page: Page, portal: Portal, { email }: Person, password = PASSWORD): Promise<void> {
  const parts = ownPartsOf(page);
  const before = (await portal.run.messages()).length;
  await parts.password.fill(password);
  await parts.confirm.click();
  await parts.code.waitFor();
  await parts.code.fill(await codeTo(portal, email, before));
  await parts.submit.click();
}

/** What the newest link "it was not me" to that address opens. */
export async function notMePath({ run }: Portal, to: string, after: number): Promise<string> {
  const { text } = await run.nextMessage((one) => one.to === to && /\/not-me\/#/.test(one.text), after);
  return /\/not-me\/#[\w.-]+/.exec(text)?.[0] ?? '';
}
