import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenedSignIn } from '../../lambdas/auth/sign-in.ts';
import { waitingSignIn } from '../../lambdas/auth/sign-in-code.ts';
import { person, START } from '../harness/people.ts';
import { type Portal, portalWith, wrong } from '../harness/rules.ts';

const anna = person({ phone: { number: '+31612345678', country: 'NL', verified: true } });
const MINUTE = 60_000;

let portal: Portal;
let opened: OpenedSignIn;

beforeEach(async () => {
  portal = await portalWith(anna);
  opened = await portal.signIn();
});

const wrongCode = () => portal.answer(opened, { code: wrong(portal.codeOf(opened.flow)) });

describe('a new code', () => {
  it('may be asked for after thirty seconds', async () => {
    await expect(portal.resend(opened, START + 29_999)).rejects.toMatchObject({
      code: 'send-too-soon',
      facts: { retryAfterSeconds: 1 },
    });
    await expect(portal.resend(opened, START + 30_000)).resolves.toMatchObject({ counter: 2 });
  });

  it('goes over the channel that is asked for, if the account has it', async () => {
    expect(await portal.resend(opened, START + 30_000, 'sms')).toMatchObject({ channel: 'sms', counter: 2 });
    portal = await portalWith(person());
    opened = await portal.signIn();
    await expect(portal.resend(opened, START + 30_000, 'sms')).rejects.toMatchObject({ code: 'channel-unavailable' });
  });

  it('is sent four times in a flow, not five', async () => {
    for (const nth of [1, 2, 3, 4]) await portal.resend(opened, START + nth * 30_000);
    await expect(portal.resend(opened, START + 150_000)).rejects.toMatchObject({ code: 'no-sends-left' });
    expect((await waitingSignIn(portal.needs, opened.cookie, START + 150_000))?.resendAt).toBeUndefined();
  });
});

describe('where a sign-in stands', () => {
  it('is what the code page shows', async () => {
    expect(await waitingSignIn(portal.needs, opened.cookie, START)).toEqual({
      flow: opened.flow,
      account: anna,
      channels: ['email', 'sms'],
      delivery: 'pending',
      resendAt: START + 30_000,
    });
  });

  it('tells when delivery failed', async () => {
    const message = opened.flow.message ?? '';
    await portal.store.outbox.take(message, START);
    await portal.store.outbox.settle(message, 'failed', START);
    expect(await waitingSignIn(portal.needs, opened.cookie, START)).toMatchObject({ delivery: 'failed' });
  });

  it('is nothing when the flow is done, over or out of tries', async () => {
    expect(await waitingSignIn(portal.needs, opened.cookie, START + 20 * MINUTE)).toBeUndefined();
    for (let tried = 0; tried < 5; tried += 1) await wrongCode().catch(() => undefined);
    expect(await waitingSignIn(portal.needs, opened.cookie, START)).toBeUndefined();
    const next = await portal.signIn({ now: START + MINUTE });
    await portal.answer(next, { now: START + MINUTE });
    expect(await waitingSignIn(portal.needs, next.cookie, START + MINUTE)).toBeUndefined();
  });
});
