import type { Page, Request } from 'playwright-core';
import type { LocalRun, Message } from '../harness/local-run.ts';
import { partsOf } from './verbs.ts';

export const NEW_PASSWORD = 'Houten-Brug 88';

/** The parts of the pages of recovery and activation, in any language. */
export const resetPartsOf = (page: Page) => ({
  identifier: page.locator('#identifier'),
  ask: page.locator('#ask-submit'),
  askMessage: page.locator('#ask-message'),
  reset: page.locator('#reset'),
  resetMessage: page.locator('#reset-message'),
  code: page.locator('#reset-code'),
  codeError: page.locator('#reset-code-error'),
  timeLeft: page.locator('#time-left'),
  password: page.locator('#new-password'),
  passwordError: page.locator('#new-password-error'),
  confirm: page.locator('#confirm-password'),
  confirmError: page.locator('#confirm-password-error'),
  submit: page.locator('#reset-submit'),
  resendIn: page.locator('#resend-in'),
  done: page.locator('#done'),
  sent: page.locator('#sent-step'),
  renew: page.locator('#renew'),
  rule: (name: string) => page.locator(`[data-rule="${name}"]`),
  send: (channel: 'email' | 'sms') => page.locator(`[data-channel="${channel}"]`),
});

/** Says who somebody is, and presses Submit. */
export async function say(page: Page, identifier: string): Promise<void> {
  const { identifier: field, ask } = resetPartsOf(page);
  await field.fill(identifier);
  await ask.click();
}

/** The same, until the Reset Password page is there. */
export async function reachReset(page: Page, identifier: string): Promise<void> {
  await say(page, identifier);
  await resetPartsOf(page).reset.waitFor();
}

/** Fills in code, new password and confirmation, and presses Submit. */
export async function reset(page: Page, code: string, password = NEW_PASSWORD, again = password): Promise<void> {
  const parts = resetPartsOf(page);
  await parts.code.fill(code);
  await parts.password.fill(password);
  await parts.confirm.fill(again);
  await parts.submit.click();
}

/** Follows the way back from the last page to the sign-in page. */
export async function returnToSignIn(page: Page): Promise<void> {
  await page.locator('#done a').click();
  await page.waitForURL((url) => url.pathname === '/');
  await partsOf(page).password.waitFor();
}

/** The reset code in a message: alone on its line in a mail, behind the # in the last line of an SMS. */
const resetCodeIn = (text: string): string | undefined => /^(?:\d{8}|@\S+ #\d{8})$/m.exec(text)?.[0].slice(-8);

/** The first message with a reset code, after the first `after` messages. */
export const resetMessage = (run: LocalRun, to: string, after = 0): Promise<Message> =>
  run.nextMessage((message) => message.to === to && resetCodeIn(message.text) !== undefined, after);

export async function resetCode(run: LocalRun, to: string, after = 0): Promise<string> {
  return resetCodeIn((await resetMessage(run, to, after)).text) ?? '';
}

/** Where the link of the newest invitation leads, without the origin. */
export async function invitationPath(run: LocalRun, to: string, after = 0): Promise<string> {
  const { text } = await run.nextMessage((message) => message.to === to && message.text.includes('/activate/#'), after);
  return /\/activate\/#\S+/.exec(text)?.[0] ?? '';
}

/** Has the server do what the next request to this path asks, and its answer never arrive: not even its cookies. */
export async function loseAnswer(page: Page, path: string): Promise<void> {
  const forward = async (request: Request) =>
    fetch(request.url(), {
      method: request.method(),
      headers: await request.allHeaders(),
      body: request.postData(),
    });
  await page.route(
    `**${path}`,
    async (route) => {
      await forward(route.request());
      await route.abort();
    },
    { times: 1 },
  );
}
