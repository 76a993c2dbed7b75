import type { Browser, Reply } from './browser.ts';
import type { Person } from './person.ts';
import type { Portal } from './portal.ts';

/** Types identifier and password. */
export const typePassword = (
  browser: Browser,
  { account, password }: Person,
  typed: { identifier?: string; password?: string } = {},
): Promise<Reply> =>
  browser.send('POST /api/sign-in', {
    identifier: typed.identifier ?? account.email,
    password: typed.password ?? password,
  });

/** The public id of the flow that the page shows. */
export const flowIn = ({ body }: Reply): string => String(body.flow);

/** Delivers what is owed, and reads the newest code that went to that person. */
export async function readCode(portal: Portal, { account }: Person): Promise<string> {
  await portal.deliver();
  const own = [account.email, account.phone?.number];
  const message = portal.aws.messages.findLast(({ to, text }) => own.includes(to[0]) && CODE.test(text));
  const [code] = CODE.exec(message?.text ?? '') ?? [];
  if (code === undefined) throw new Error('No code has come.');
  return code;
}

const CODE = /(?<![\w+.-])\d{6}(?![\w-])/;

export const typeCode = (
  browser: Browser,
  flow: string,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> => browser.send('POST /api/sign-in/code', { flow, code }, headers);

/** Another code than that. */
export const wrong = (code: string, by = 1): string => String((Number(code) + by) % 1_000_000).padStart(6, '0');

/** From the password to the session. */
export async function signIn(portal: Portal, browser: Browser, person: Person): Promise<Reply> {
  const opened = await typePassword(browser, person);
  if (opened.status !== 200) throw new Error(`Sign-in answered ${opened.status} ${opened.text}`);
  return typeCode(browser, flowIn(opened), await readCode(portal, person));
}
