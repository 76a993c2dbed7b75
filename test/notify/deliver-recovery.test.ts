import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import { temporaryPassword } from '../../lambdas/auth/mailed-secrets.ts';
import {
  remindUsername,
  renewInvitation,
  requestTemporaryPassword,
  startRecovery,
} from '../../lambdas/auth/recovery.ts';
import { deliver } from '../../lambdas/notify/deliver.ts';
import { noPhones } from '../fakes/no-phones.ts';
import { person, START } from '../harness/people.ts';
import { type Recoveries, recoveriesWith } from '../harness/recovery-rules.ts';
import { settings } from '../harness/settings.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

const NOW = START + 1000;
const anna = person({ username: 'anna', phone: { number: '+31612345678', country: 'NL', verified: true } });

let portal: Recoveries;
let sent: { readonly to: string; readonly text: string }[];
let bought: string[];

beforeEach(async () => {
  portal = await recoveriesWith(anna);
  sent = [];
  bought = [];
});

/** Delivers the newest message of that kind. */
async function deliverNewest(kind: string, now = NOW) {
  const message = (await portal.store.messages()).findLast((each) => each.kind === kind);
  if (!message) throw new Error('Nothing is owed.');
  const { recovery } = portal.store;
  const keep = async (to: string, text: string) => {
    sent.push({ to, text });
    return 'sent' as const;
  };
  return deliver(
    {
      ...noPhones,
      outbox: portal.store.outbox,
      account: portal.store.account,
      flow: async (id) => (await recovery.flow(id)) ?? portal.store.signIn.flow(id),
      ticket: async () => undefined,
      notMe: async () => undefined,
      mailedSecret: async (asked, account) => {
        const { invitation, temporary } = await recovery.mailbox(account, undefined, now);
        return asked === 'invitation' ? invitation : temporary;
      },
      buyText: async (_, askedBy) => {
        bought.push(askedBy);
        return true;
      },
      keys: portal.needs.keys,
      settings,
      origin: 'https://id.example.org',
      sendEmail: (to, { text }) => keep(to, text),
      sendSms: keep,
    },
    message,
    now,
  );
}

/** Ways in which an account is no longer what it was when something was asked for. */
const changes: readonly (readonly [string, Partial<Account>])[] = [
  ['locked', { status: 'locked' }],
  ['disabled', { status: 'disabled' }],
  ['of another epoch', { epoch: 'another' }],
];

describe('a reset code', () => {
  it('goes to the address on file, and is the one that the page is answered with', async () => {
    const { flow } = await startRecovery(portal.recovery, portal.stranger());
    expect(await deliverNewest('reset-code')).toBe('sent');
    expect(sent).toEqual([{ to: anna.email, text: expect.stringContaining(portal.resetCodeOf(flow)) }]);
  });

  it('goes over the channel that the account prefers, from the third of the texts that is for strangers', async () => {
    portal = await recoveriesWith({ ...anna, channel: 'sms' });
    await startRecovery(portal.recovery, portal.stranger());
    await deliverNewest('reset-code');
    expect([sent.map(({ to }) => to), bought]).toEqual([['+31612345678'], ['anybody']]);
  });

  it('goes by mail where a text was asked for and there is no phone', async () => {
    portal = await recoveriesWith(person());
    const begun = await startRecovery(portal.recovery, portal.stranger());
    await portal.sendAgain(begun, START + 30_000, 'sms');
    await deliverNewest('reset-code', START + 31_000);
    expect(sent.map(({ to }) => to)).toEqual([anna.email]);
  });

  it('of a decoy is dropped, and so is one that no send pays for', async () => {
    await startRecovery(portal.recovery, portal.stranger({ identifier: 'nobody' }));
    expect(await deliverNewest('reset-code')).toBe('dropped');
    await startRecovery(portal.recovery, portal.stranger());
    await startRecovery(portal.recovery, portal.stranger({ now: START + 1 }));
    expect(await deliverNewest('reset-code')).toBe('settled');
    expect(sent).toEqual([]);
  });

  it.each(changes)('is dropped for an account that is %s', async (_, change) => {
    await startRecovery(portal.recovery, portal.stranger());
    await portal.store.settle({ ...anna, ...change });
    expect(await deliverNewest('reset-code')).toBe('dropped');
  });

  it('is dropped from exactly its end, when a newer one is owed, and when it was answered', async () => {
    const begun = await startRecovery(portal.recovery, portal.stranger());
    const [first] = await portal.store.messages();
    expect(await deliverNewest('reset-code', START + 600_000)).toBe('dropped');
    portal = await recoveriesWith(anna);
    const again = await startRecovery(portal.recovery, portal.stranger());
    await portal.set(again);
    expect(await deliverNewest('reset-code')).toBe('dropped');
    expect([first?.kind, begun.flow.counter, sent]).toEqual(['reset-code', 1, []]);
  });
});

describe('a temporary password', () => {
  it('is derived when it is sent', async () => {
    await requestTemporaryPassword(portal.recovery, portal.stranger());
    const { temporary } = await portal.store.signIn.credentials(anna.id);
    const right = temporary && temporaryPassword(portal.needs.keys, temporary);
    expect(JSON.stringify(await portal.store.messages())).not.toContain(right);
    expect(await deliverNewest('temporary-password')).toBe('sent');
    expect(sent).toEqual([{ to: anna.email, text: expect.stringContaining(right ?? 'none') }]);
  });

  it.each(changes)('is dropped for an account that is %s', async (_, change) => {
    await requestTemporaryPassword(portal.recovery, portal.stranger());
    await portal.store.settle({ ...anna, ...change });
    expect(await deliverNewest('temporary-password')).toBe('dropped');
  });

  it('is dropped from exactly its end, and when somebody has signed in since', async () => {
    await requestTemporaryPassword(portal.recovery, portal.stranger());
    expect(await deliverNewest('temporary-password', START + 24 * 3600_000)).toBe('dropped');
    await requestTemporaryPassword(portal.recovery, portal.stranger({ now: START + 60_000 }));
    await portal.answer(await portal.signIn({ now: START + 61_000 }), { now: START + 62_000 });
    expect(await deliverNewest('temporary-password', START + 63_000)).toBe('dropped');
  });
});

describe('an invitation', () => {
  it('goes to who is invited, its secret in the fragment; to nobody else', async () => {
    await renewInvitation(portal.recovery, portal.stranger());
    expect(await deliverNewest('invitation')).toBe('dropped');
    const { passwordHash: _, ...rest } = anna;
    portal = await recoveriesWith({ ...rest, status: 'invited' });
    await renewInvitation(portal.recovery, portal.stranger());
    expect(await deliverNewest('invitation')).toBe('sent');
    expect(sent[0]?.text).toMatch(new RegExp(`https://id\\.example\\.org/activate/#${anna.id}\\.[\\w-]{43}\\s`));
  });
});

describe('who is invited and asks for what only an active account has', () => {
  const { passwordHash: _, ...rest } = anna;
  const invited: Account = { ...rest, channel: 'sms', status: 'invited' };
  const asking = {
    'reset-code': startRecovery,
    'temporary-password': requestTemporaryPassword,
    'username-reminder': remindUsername,
  };

  it.each(Object.keys(asking) as (keyof typeof asking)[])('%s: is mailed the open invitation again', async (kind) => {
    portal = await recoveriesWith(invited);
    await renewInvitation(portal.recovery, portal.stranger({ now: START - 60_000 }));
    await asking[kind](portal.recovery, portal.stranger());
    expect(await deliverNewest(kind)).toBe('sent');
    const link = expect.stringMatching(new RegExp(`https://id\\.example\\.org/activate/#${anna.id}\\.[\\w-]{43}\\s`));
    expect([sent, bought]).toEqual([[{ to: anna.email, text: link }], []]);
    expect(sent[0]?.text).toContain('not active yet');
  });

  it('is led to the page that sends another one when it has ended, and is sent nothing by an old entry', async () => {
    portal = await recoveriesWith(invited);
    await startRecovery(portal.recovery, portal.stranger());
    expect(await deliverNewest('reset-code')).toBe('sent');
    expect(sent.map(({ text }) => text)).toEqual([expect.stringMatching(/\/activate\/\s/)]);
    await startRecovery(portal.recovery, portal.stranger({ now: START + 60_000 }));
    expect(await deliverNewest('reset-code', START + 660_000)).toBe('dropped');
  });
});

describe('a reminder of the user name', () => {
  it('goes to the address on file of an active account', async () => {
    await remindUsername(portal.recovery, portal.stranger());
    expect(await deliverNewest('username-reminder')).toBe('sent');
    expect(sent).toEqual([{ to: anna.email, text: expect.stringContaining('anna') }]);
  });

  it('is dropped for a decoy and for whoever may not sign in', async () => {
    await remindUsername(portal.recovery, portal.stranger({ identifier: 'nobody' }));
    expect(await deliverNewest('username-reminder')).toBe('dropped');
    await remindUsername(portal.recovery, portal.stranger());
    await portal.store.settle({ ...anna, status: 'locked' });
    expect(await deliverNewest('username-reminder')).toBe('dropped');
  });
});
