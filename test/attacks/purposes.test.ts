import { randomBytes } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { endOf } from '../../lambdas/auth/mailed-secrets.ts';
import { mailed } from '../../lambdas/store/mailed-secrets.ts';
import { owed } from '../../lambdas/store/outbox.ts';
import type { Browser } from './harness/browser.ts';
import type { Person } from './harness/person.ts';
import {
  atActivationPage,
  atResetPage,
  newPassword,
  readTemporaryPassword,
  setPassword,
} from './harness/recoveries.ts';
import { report } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { signIn, typeCode, typePassword } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage();

const cookieOf = ({ jar }: Browser, start: string): readonly [string, string] =>
  [...jar].find(([name]) => name.startsWith(start)) ?? ['', ''];

/** Mails a temporary password, which stands beside the one that the person has. */
async function temporaryPasswordOf(person: Person): Promise<string> {
  const { client, tables } = stage.portal.database;
  const { id: account, epoch } = person.account;
  const createdAt = stage.portal.clock.now();
  const expiresAt = endOf('temporary-password', createdAt);
  const secret = { kind: 'temporary-password', account, epoch, keyId: 'k1', expiresAt } as const;
  const message = { kind: secret.kind, expiresAt, account, channel: 'email', createdAt } as const;
  const items = [mailed(tables.flows, undefined, secret), owed(tables.outbox, { ...message, id: newId() })];
  for (const { Put } of items) if (Put) await client.send(new PutCommand(Put));
  return readTemporaryPassword(stage.portal, person);
}

const newId = () => randomBytes(16).toString('base64url');

/** One person and one who is invited, with every secret that either can have at one time. */
async function everySecret() {
  const { portal } = stage;
  const person = await portal.person();
  const signedIn = portal.browser();
  await signIn(portal, signedIn, person);
  portal.clock.advance(31);
  const temporary = await temporaryPasswordOf(person);
  const pending = await stage.atCodePage(person);
  const recovery = await atResetPage(portal, person);
  const activation = await atActivationPage(portal);
  const [knownName, known] = cookieOf(signedIn, '__Host-known-');
  return {
    person,
    pending,
    recovery,
    activation,
    knownName,
    secrets: {
      'sign-in code': pending.code,
      'reset code': recovery.code,
      'activation code': activation.code,
      'flow of a sign-in': cookieOf(pending.browser, '__Host-flow')[1],
      'flow of a recovery': cookieOf(recovery.browser, '__Host-flow')[1],
      'flow of an activation': cookieOf(activation.browser, '__Host-flow')[1],
      session: cookieOf(signedIn, '__Host-session')[1],
      'known browser': known,
      invitation: activation.invitation,
      'temporary password': temporary,
      password: person.password,
    },
  };
}

type World = Awaited<ReturnType<typeof everySecret>>;
type Secret = keyof World['secrets'];

interface Slot {
  readonly takes: readonly Secret[];
  /** Offers a text where that secret belongs, all else being right. */
  accepts(world: World, text: string): Promise<boolean>;
}

async function withCookie(
  name: string,
  value: string,
  route: 'GET /api/sign-in' | 'GET /api/recovery' | 'GET /api/session',
) {
  const browser = stage.portal.browser();
  browser.jar.set(name, value);
  const { status, body } = await browser.send(route);
  return status === 200 && body.step !== 'start';
}

const slots: Readonly<Record<string, Slot>> = {
  'the answer of a sign-in': {
    takes: ['sign-in code'],
    accepts: async ({ pending: { browser, flow } }, text) =>
      (await typeCode(browser.clone(), flow, text)).status === 200,
  },
  'the answer of a recovery': {
    takes: ['reset code'],
    accepts: async ({ recovery }, code) =>
      (await setPassword({ ...recovery, browser: recovery.browser.clone(), code }, newPassword())).status === 200,
  },
  'the answer of an activation': {
    takes: ['activation code'],
    accepts: async ({ activation }, code) =>
      (await setPassword({ ...activation, browser: activation.browser.clone(), code }, newPassword())).status === 200,
  },
  'the flow cookie, at sign-in': {
    takes: ['flow of a sign-in'],
    accepts: (_, text) => withCookie('__Host-flow', text, 'GET /api/sign-in'),
  },
  'the flow cookie, at recovery': {
    takes: ['flow of a recovery', 'flow of an activation'],
    accepts: (_, text) => withCookie('__Host-flow', text, 'GET /api/recovery'),
  },
  'the session cookie': {
    takes: ['session'],
    accepts: (_, text) => withCookie('__Host-session', text, 'GET /api/session'),
  },
  'an invitation': {
    takes: ['invitation'],
    async accepts({ activation: { person } }, invitation) {
      const typed = { identifier: person.account.email, invitation };
      return (await stage.portal.browser().send('POST /api/invitation', typed)).status === 200;
    },
  },
  'a password': {
    takes: ['password', 'temporary password'],
    async accepts({ person }, password) {
      stage.portal.clock.advance(901);
      return (await typePassword(stage.portal.browser(), person, { password })).status === 200;
    },
  },
  'the cookie of a known browser': {
    takes: ['known browser'],
    async accepts({ person, knownName }, text) {
      const browser = stage.portal.browser();
      browser.jar.set(knownName, text);
      stage.portal.clock.advance(31);
      const { body } = await typePassword(browser, person);
      const flow = (await stage.portal.database.rows('flows')).find(({ id }) => id === body.flow);
      return flow?.familiar === true;
    },
  },
};

describe('T08 every secret where another belongs', () => {
  test.for(Object.entries(slots))(
    'T08 %s takes what it is for, and nothing else',
    async ([name, { takes, accepts }]) => {
      const world = await everySecret();
      const others = Object.entries(world.secrets).filter(([secret]) => !takes.some((taken) => taken === secret));
      let offered = 0;
      for (const [secret, text] of others) {
        const owner = world.person.account.id;
        for (const form of new Set([
          text,
          text.split('.').at(-1) ?? '',
          `${owner}.${text}`,
          text.slice(0, 6),
          text.slice(0, 8),
        ])) {
          offered += 1;
          expect(await accepts(world, form), `${secret} as ${name}`).toBe(false);
        }
      }
      for (const secret of takes) expect(await accepts(world, world.secrets[secret]), secret).toBe(true);
      report('T08', { where: name, 'offered off the diagonal': offered, accepted: 0, 'accepted on it': takes.length });
    },
  );
});
