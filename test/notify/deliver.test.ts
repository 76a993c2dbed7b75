import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { SignInFlow } from '../../lambdas/auth/flow.ts';
import type { OpenedSignIn } from '../../lambdas/auth/sign-in.ts';
import { type DeliverNeeds, deliver } from '../../lambdas/notify/deliver.ts';
import type { OwedMessage } from '../../lambdas/notify/owed.ts';
import type { SendOutcome } from '../../lambdas/notify/sender.ts';
import { noPhones } from '../fakes/no-phones.ts';
import { person, START } from '../harness/people.ts';
import { type Portal, portalWith } from '../harness/rules.ts';
import { settings } from '../harness/settings.ts';
import { VISIT } from '../harness/sign-ins.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

const anna = person({ phone: { number: '+31612345678', country: 'NL', verified: true } });
const NOW = START + 1000;

let portal: Portal;
let opened: OpenedSignIn;
let flow: SignInFlow;
let sent: { readonly to: string; readonly text: string }[];
let outcome: () => Promise<SendOutcome>;
let texts: boolean;

beforeEach(async () => {
  sent = [];
  outcome = async () => 'sent';
  texts = true;
  await sendTo(anna);
});

/** Anna, changed so, has given the right password. */
async function sendTo(account: Account): Promise<void> {
  portal = await portalWith(account);
  opened = await portal.signIn();
  flow = opened.flow;
}

function needs(): DeliverNeeds {
  return {
    ...noPhones,
    outbox: portal.store.outbox,
    account: portal.store.account,
    flow: portal.store.signIn.flow,
    mailedSecret: async () => undefined,
    ticket: async () => undefined,
    notMe: async (account, address) => (await portal.store.links.look(account, address)).notMe,
    buyText: async () => texts,
    keys: portal.needs.keys,
    settings,
    origin: 'https://id.example.org',
    sendEmail: async (to, { text }) => {
      sent.push({ to, text });
      return outcome();
    },
    sendSms: async (to, text) => {
      sent.push({ to, text });
      return outcome();
    },
  };
}

async function owed(index = -1): Promise<OwedMessage> {
  const message = (await portal.store.messages()).at(index);
  if (!message) throw new Error('Nothing is owed.');
  return message;
}

const state = async (id: string) => (await portal.store.messages()).find((each) => each.id === id)?.state;

it('T47: that phones have ended, whoever ended them, hangs up their sockets', async () => {
  const message = await owed();
  const ended: string[] = [];
  const hanging: DeliverNeeds = {
    ...needs(),
    connections: { of: async (owner) => [{ owner, tab: 't', connection: owner }], forget: async () => undefined },
    sockets: { post: async () => 'posted', end: async (connection) => void ended.push(connection) },
  };
  await deliver(hanging, { ...message, kind: 'account-secured', endedPhones: ['one', 'other'] }, NOW);
  expect(ended).toEqual(['device#one', 'device#other']);
});

describe('a code that is owed', () => {
  it('is derived when it is sent, and is the one that the page is answered with', async () => {
    const message = await owed();
    expect(JSON.stringify(message)).not.toContain(portal.codeOf(flow));
    expect(await deliver(needs(), message, NOW)).toBe('sent');
    expect(sent).toEqual([{ to: anna.email, text: expect.stringContaining(portal.codeOf(flow)) }]);
    expect(await state(message.id)).toBe('sent');
  });

  it('goes by text message to the number on file, bound to our host', async () => {
    await sendTo({ ...anna, channel: 'sms' });
    await deliver(needs(), await owed(), NOW);
    expect(sent).toEqual([
      { to: '+31612345678', text: expect.stringMatching(new RegExp(`\n@id\\.example\\.org #${portal.codeOf(flow)}$`)) },
    ]);
  });

  it('T74: is sent once, however often its record comes', async () => {
    const message = await owed();
    expect(await deliver(needs(), message, NOW)).toBe('sent');
    for (let again = 0; again < 4; again += 1) expect(await deliver(needs(), message, NOW)).toBe('settled');
    expect(sent).toHaveLength(1);
  });

  it('T74: is not sent while another one sends it', async () => {
    const message = await owed();
    await portal.store.outbox.take(message.id, NOW);
    expect(await deliver(needs(), message, NOW)).toBe('busy');
    expect(sent).toEqual([]);
  });

  it('T74: is dropped from exactly the end of the code', async () => {
    const message = await owed();
    expect(await deliver(needs(), message, flow.codeEndsAt)).toBe('dropped');
    expect(sent).toEqual([]);
    expect(await state(message.id)).toBe('dropped');
  });

  it('T74: is dropped when a newer one is owed, whatever the order', async () => {
    const first = await owed();
    flow = await portal.resend(opened, START + 30_000);
    const second = (await portal.store.messages()).find(({ id }) => id === flow.message) ?? first;
    expect(await deliver(needs(), second, START + 31_000)).toBe('sent');
    expect(await deliver(needs(), first, START + 31_000)).toBe('dropped');
    expect(sent.map(({ text }) => text.includes(portal.codeOf(flow)))).toEqual([true]);
  });

  it('is dropped when the sign-in is done', async () => {
    const message = await owed();
    await portal.answer(opened);
    expect(await deliver(needs(), message, NOW)).toBe('dropped');
  });

  it('T70: is given back when sending fails for now, and sent the next time', async () => {
    const message = await owed();
    outcome = () => Promise.reject(new Error('throttled'));
    await expect(deliver(needs(), message, NOW)).rejects.toThrow('throttled');
    expect(await state(message.id)).toBe('owed');
    outcome = async () => 'sent';
    expect(await deliver(needs(), message, NOW + 1)).toBe('sent');
  });

  it('T70: has failed when it is rejected for good', async () => {
    const message = await owed();
    outcome = async () => ({ outcome: 'rejected', reason: 'message' });
    expect(await deliver(needs(), message, NOW)).toBe('failed');
    expect(await portal.store.signIn.delivery(message.id)).toBe('failed');
  });

  it.each([
    ['a country that is not allowed', { phone: { number: '+15005550006', country: 'US' } }],
    ['a number that is none', { phone: { number: '0612345678', country: 'NL' } }],
  ])('T77: has failed, and costs nothing, for %s', async (_, change) => {
    await sendTo({ ...anna, channel: 'sms', ...change });
    expect(await deliver(needs(), await owed(), NOW)).toBe('failed');
    expect(sent).toEqual([]);
  });

  it('T77: has failed when the day’s text messages are used up', async () => {
    await sendTo({ ...anna, channel: 'sms' });
    texts = false;
    expect(await deliver(needs(), await owed(), NOW)).toBe('failed');
    expect(sent).toEqual([]);
  });
});

describe('the notice of a new browser', () => {
  it('says when, with what and roughly where from, in the account’s language', async () => {
    await portal.answer(opened);
    await portal.store.settle({ ...anna, locale: 'nl' });
    expect(await deliver(needs(), await owed(), NOW)).toBe('sent');
    expect(sent[0]?.to).toBe(anna.email);
    for (const part of [VISIT.browser, VISIT.place, '2026', `https://id.example.org/not-me/#${anna.id}.`])
      expect(sent[0]?.text).toContain(part);
    expect(sent[0]?.text).not.toContain('Hello');
  });
});
