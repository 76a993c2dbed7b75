import { beforeEach, describe, expect, it } from 'vitest';
import {
  askToConfirm,
  confirmByPhone,
  type PhoneConfirmationNeeds,
  waitingConfirmation,
} from '../../lambdas/auth/approval-confirmation.ts';
import { removePhone } from '../../lambdas/auth/changes.ts';
import { confirm, resendConfirmation } from '../../lambdas/auth/confirmation-code.ts';
import type { ConfirmedAction } from '../../lambdas/auth/flow.ts';
import { LIFETIMES } from '../fakes/memory-store.ts';
import { type Approving, approving, KEYS, onlyCard, phoneOf, seeded } from '../harness/approving.ts';
import { person, START } from '../harness/people.ts';
import { VISIT } from '../harness/sign-ins.ts';

const phone = phoneOf(person(), 'phone-1');
const anna = person({ devices: [phone.id], phone: { number: '+31612345678', country: 'NL' } });

let portal: Approving;
let needs: PhoneConfirmationNeeds;
let session: { readonly account: string; readonly token: string };

beforeEach(async () => {
  portal = approving();
  await portal.store.settle(anna);
  await portal.store.putPhone(phone);
  const sessions = { store: portal.store.sessions, lifetimes: LIFETIMES };
  needs = { store: portal.store.phoneConfirmation, sessions, keys: KEYS, random: seeded('c'), match: 'pick' };
  const waiting = await portal.start();
  const { card } = await portal.scan(phone, portal.frame(waiting));
  await portal.decide(phone, card);
  const { account, sessionToken: token } = await portal.redeem(waiting);
  session = { account, token };
});

const ask = (action: ConfirmedAction = 'change-phone') =>
  askToConfirm(needs, { session, action, visit: VISIT, knownToken: () => undefined, now: START + 3000 });

type Begun = Awaited<ReturnType<typeof ask>>;
const step = ({ flow, cookie }: Begun, now = START + 5000) => ({ session, cookie, flow: flow.id, now });
const accept = async ({ flow }: Begun) =>
  portal.decide(phone, await onlyCard(portal, phone, START + 3000), {
    choice: flow.asked.picture?.number ?? 0,
    now: START + 4000,
  });

describe('a confirmation on a phone', () => {
  it('names the action on its card, shows the picture in the browser, and confirms what is accepted', async () => {
    const begun = await ask('activate-phone');
    const text = JSON.parse((await onlyCard(portal, phone, START + 3000)).text);
    expect(text).toMatchObject({ purpose: 'activate-phone', way: 'session', match: 'pick', newBrowser: false });
    expect(text.pictures).toContainEqual(begun.flow.asked.picture);
    await expect(confirmByPhone(needs, step(begun))).rejects.toMatchObject({ code: 'approval-waiting' });
    await accept(begun);
    const { confirmed } = await confirmByPhone(needs, step(begun));
    expect(confirmed).toEqual({ until: START + 305_000, counter: 0 });
  });

  it('then lets the change be made as any confirmation does, and that change alone', async () => {
    const changing = { ...needs, store: portal.store.confirmation, separateChannel: true };
    const begun = await ask();
    await accept(begun);
    await expect(removePhone(changing, step(begun))).rejects.toMatchObject({ code: 'confirmation-needed' });
    await confirmByPhone(needs, step(begun));
    await expect(removePhone(changing, step(begun))).resolves.toMatchObject({ account: anna.id });
    expect((await portal.store.account(anna.id))?.phone).toBeUndefined();
  });

  it('is confirmed by no code, and none is sent for it: its password was never asked', async () => {
    const byCode = { ...needs, store: portal.store.confirmation, separateChannel: true };
    const begun = await ask();
    const resent = resendConfirmation(byCode, { ...step(begun), channel: 'email' });
    await expect(resent).rejects.toMatchObject({ code: 'flow-ended' });
    await expect(confirm(byCode, { ...step(begun), code: '000000' })).rejects.toMatchObject({ code: 'flow-ended' });
  });

  it('a repeat under the same key is the same confirmation; without one it is refused', async () => {
    const begun = await ask();
    await accept(begun);
    const key = { idempotencyKey: 'repeat-me-0123456789' };
    const first = await confirmByPhone(needs, { ...step(begun), ...key });
    expect(await confirmByPhone(needs, { ...step(begun, START + 9000), ...key })).toEqual(first);
    await expect(confirmByPhone(needs, step(begun))).rejects.toMatchObject({ code: 'flow-ended' });
  });

  it('is refused when the phone denied, or the minute is over, or the phone was revoked meanwhile', async () => {
    const denied = await ask();
    await portal.decide(phone, await onlyCard(portal, phone, START + 3000), { decision: 'deny', now: START + 3500 });
    await expect(confirmByPhone(needs, step(denied))).rejects.toMatchObject({ code: 'approval-refused' });
    const begun = await ask();
    await accept(begun);
    await expect(confirmByPhone(needs, step(begun, START + 64_000))).rejects.toMatchObject({ code: 'flow-ended' });
    await portal.store.settle({ ...anna, devices: ['another'] });
    await expect(confirmByPhone(needs, step(begun))).rejects.toMatchObject({ code: 'signed-out' });
  });

  it('belongs to this session in this browser', async () => {
    const begun = await ask();
    await accept(begun);
    const thief = { ...step(begun), session: { ...session, token: 't'.repeat(43) } };
    await expect(confirmByPhone(needs, thief)).rejects.toMatchObject({ code: 'flow-ended' });
    const { cookie } = begun;
    expect(await waitingConfirmation(needs, { session, cookie, now: START + 5000 })).toMatchObject({
      id: begun.flow.id,
    });
    const other = { ...cookie, secret: 's'.repeat(43) };
    expect(await waitingConfirmation(needs, { session, cookie: other, now: START + 5000 })).toBeUndefined();
  });
});
