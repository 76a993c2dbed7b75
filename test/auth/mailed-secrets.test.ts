import { beforeEach, describe, expect, it } from 'vitest';
import { endOf, invitationToken, isLive, type MailedSecret } from '../../lambdas/auth/mailed-secrets.ts';
import { renewInvitation, requestTemporaryPassword, startActivation } from '../../lambdas/auth/recovery.ts';
import { PASSWORD, person, START } from '../harness/people.ts';
import { NEW_PASSWORD, type Recoveries, recoveriesWith } from '../harness/recovery-rules.ts';

const anna = person({ username: 'anna', phone: { number: '+31612345678', country: 'NL', verified: true } });
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let portal: Recoveries;

beforeEach(async () => {
  portal = await recoveriesWith(anna);
});

const owed = async (kind: string) => (await portal.store.messages()).filter((message) => message.kind === kind);

describe('an invitation', () => {
  const { passwordHash: _, ...rest } = anna;
  const invited = { ...rest, status: 'invited' } as const;
  const secret: MailedSecret = {
    kind: 'invitation',
    account: anna.id,
    epoch: anna.epoch,
    keyId: 'k1',
    expiresAt: endOf('invitation', START),
  };
  const post = { id: 'first', message: { kind: 'invitation', expiresAt: secret.expiresAt }, channel: 'email' } as const;
  let invitation: string;

  beforeEach(async () => {
    portal = await recoveriesWith(invited);
    const tally = { subject: anna.id };
    await portal.store.recovery.post(
      post,
      { account: anna.id, tally, now: START },
      { before: undefined, after: secret },
    );
    invitation = invitationToken(portal.needs.keys, secret) ?? '';
  });

  const activate = (given: object = {}) =>
    startActivation(portal.recovery, { ...portal.stranger(given), invitation, ...given });

  it('needs its token and the address; then the code sets the first password', async () => {
    for (const given of [{ invitation: 'x' }, { identifier: 'nobody' }, { now: secret.expiresAt }])
      await expect(activate(given)).rejects.toMatchObject({ code: 'invitation-ended' });
    await portal.set(await activate());
    expect(await portal.store.account(anna.id)).toMatchObject({ status: 'active' });
    await expect(activate({ now: START + MINUTE })).rejects.toMatchObject({ code: 'invitation-ended' });
    const { channels } = await portal.signIn({ password: NEW_PASSWORD, now: START + MINUTE });
    expect(channels).toEqual(['email', 'sms']);
  });

  it('is sent again while it lasts, and made anew after', async () => {
    await renewInvitation(portal.recovery, portal.stranger());
    await renewInvitation(portal.recovery, portal.stranger({ now: secret.expiresAt }));
    expect((await owed('invitation')).map((each) => 'expiresAt' in each && each.expiresAt)).toEqual([
      secret.expiresAt,
      secret.expiresAt,
      endOf('invitation', secret.expiresAt),
    ]);
  });

  it('lives until its end, for the epoch it was made in', () => {
    expect(isLive(secret, invited, secret.expiresAt - 1)).toBe(true);
    expect(isLive(secret, invited, secret.expiresAt)).toBe(false);
    expect(isLive(secret, { ...invited, epoch: 'another' }, START)).toBe(false);
    expect(isLive(secret, undefined, START)).toBe(false);
  });
});

describe('a temporary password', () => {
  it('is the same while it lasts, and another after a sign-in', async () => {
    const request = (now: number) => requestTemporaryPassword(portal.recovery, portal.stranger({ now }));
    await request(START);
    await request(START + MINUTE);
    const opened = await portal.signIn({ now: START + 2 * MINUTE });
    await portal.answer(opened, { now: START + 2 * MINUTE });
    await request(START + 3 * MINUTE);
    expect((await owed('temporary-password')).map((each) => 'expiresAt' in each && each.expiresAt)).toEqual([
      START + DAY,
      START + DAY,
      START + 3 * MINUTE + DAY,
    ]);
  });

  it('leaves the password that there is alone', async () => {
    await requestTemporaryPassword(portal.recovery, portal.stranger());
    await expect(portal.signIn({ password: PASSWORD })).resolves.toMatchObject({ delivery: 'pending' });
  });
});
