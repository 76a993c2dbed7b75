import type { Account } from '../../../lambdas/auth/account.ts';
import { readAccount } from '../../../lambdas/store/accounts.ts';
import type { Browser, Reply } from './browser.ts';
import type { Person } from './person.ts';
import type { Instance, Portal } from './portal.ts';
import { newPassword } from './recoveries.ts';
import { flowIn, signIn } from './steps.ts';

export type Action = 'change-password' | 'change-email' | 'change-phone' | 'download-data';

export interface Signed {
  readonly person: Person;
  readonly browser: Browser;
}

/** Somebody who is signed in, whose gap between codes is over. */
export async function signedIn(portal: Portal, given?: Person, instance?: Instance): Promise<Signed> {
  const person = given ?? (await portal.person());
  const browser = portal.browser(instance);
  const reply = await signIn(portal, browser, person);
  if (reply.status !== 200) throw new Error(`Sign-in answered ${reply.status} ${reply.text}`);
  await portal.deliver();
  portal.clock.advance(31);
  return { person, browser };
}

export const askConfirmation = ({ browser, person }: Signed, action: Action, password = person.password) =>
  browser.send('POST /api/account/confirmation', { action, password });

/** The code in the newest message to that address or number. */
export async function codeTo(portal: Portal, address: string): Promise<string> {
  await portal.deliver();
  const sent = portal.aws.messages.findLast(({ to, text }) => to[0] === address && CODE.test(text));
  const [code] = CODE.exec(sent?.text ?? '') ?? [];
  if (code === undefined) throw new Error(`No code has come to ${address}.`);
  return code;
}

const CODE = /(?<![\w+.-])\d{6}(?![\w-])/;

/** Password and code for that action: its flow, confirmed. */
export async function confirmed(portal: Portal, signed: Signed, action: Action): Promise<string> {
  const flow = flowIn(await askConfirmation(signed, action));
  const code = await codeTo(portal, signed.person.account.email);
  const reply = await signed.browser.send('POST /api/account/confirmation/code', { flow, code });
  if (reply.status !== 200) throw new Error(`The confirmation answered ${reply.status} ${reply.text}`);
  portal.clock.advance(31);
  return flow;
}

/** Moves the account to another address: by its owner, or by a thief who has all that it takes. */
export async function moveTo(portal: Portal, signed: Signed, email: string): Promise<Reply> {
  const flow = await confirmed(portal, signed, 'change-email');
  await signed.browser.send('POST /api/account/email', { flow, email });
  return signed.browser.send('POST /api/account/email/code', { flow, code: await codeTo(portal, email) });
}

/** Every request that changes something behind a confirmation, by its action. */
export const changes: readonly (readonly [string, Action, (browser: Browser, flow: string) => Promise<Reply>])[] = [
  [
    'a password',
    'change-password',
    (browser, flow) => browser.send('PUT /api/account/password', { flow, password: newPassword() }),
  ],
  [
    'an e-mail address',
    'change-email',
    (browser, flow) =>
      browser.send('POST /api/account/email', {
        flow,
        email: `thief${Math.floor(performance.now() * 1e3)}@example.com`,
      }),
  ],
  [
    'the proof of an address',
    'change-email',
    (browser, flow) => browser.send('POST /api/account/email/code', { flow, code: '123456' }),
  ],
  [
    'a phone number',
    'change-phone',
    (browser, flow) => browser.send('POST /api/account/phone', { flow, phone: '+31687654321' }),
  ],
  [
    'the proof of a number',
    'change-phone',
    (browser, flow) => browser.send('POST /api/account/phone/code', { flow, code: '123456' }),
  ],
  ['no phone number', 'change-phone', (browser, flow) => browser.send('POST /api/account/phone/removal', { flow })],
];

export async function accountOf({ database }: Portal, { account }: Person): Promise<Account> {
  const found = await readAccount(database.client, database.tables.accounts, account.id);
  if (!found) throw new Error('The account is gone.');
  return found;
}

/** What the link of the newest notice to that address carries. */
export async function linkTo(portal: Portal, address: string): Promise<string> {
  await portal.deliver();
  const sent = portal.aws.messages.findLast(({ to, text }) => to[0] === address && LINK.test(text));
  const [token] = LINK.exec(sent?.text ?? '') ?? [];
  if (token === undefined) throw new Error(`No link has come to ${address}.`);
  return token;
}

const LINK = /(?<=\/not-me\/#)[\w.-]+/;

export const sayNotMe = (portal: Portal, token: string): Promise<Reply> =>
  portal.browser().send('POST /api/not-me', { token });
