import type { Account } from '../../lambdas/auth/account.ts';
import type { Device } from '../../lambdas/auth/device.ts';
import type { EnrolmentFlow } from '../../lambdas/auth/flow.ts';
import { notMeOf } from '../../lambdas/auth/not-me.ts';
import type { Session } from '../../lambdas/auth/session.ts';
import type { Store } from '../fakes/memory-store.ts';
import { idOf, START } from './people.ts';
import { flowOf, redemptionOf, silentOpeningOf, VISIT } from './sign-ins.ts';

let made = 0;
const next = (kind: string): string => {
  made += 1;
  return idOf(`${kind}-${made}-`);
};

/** The activation of a phone that this session began, confirmed. */
export const enrolmentOf = (session: Session, given: Partial<EnrolmentFlow> = {}): EnrolmentFlow => ({
  id: next('enrolment'),
  kind: 'enrolment',
  status: 'open',
  secretHash: 'hash-of-the-cookie',
  session: session.token,
  account: session.account,
  epoch: session.epoch,
  expiresAt: START + 20 * 60_000,
  keyId: 'k1',
  visit: { ...VISIT, at: START + 2000 },
  state: 'waiting',
  endsAt: START + 5 * 60_000,
  ...given,
});

/** A phone that registers for it. */
export const deviceOf = (flow: EnrolmentFlow, given: Partial<Device> = {}): Device => ({
  account: flow.account,
  id: next('phone'),
  state: 'pending',
  name: 'Pixel 9',
  flow: flow.id,
  endsAt: START + 8 * 60_000,
  possession: { x: 'x'.repeat(43), y: 'y'.repeat(43) },
  pin: { hash: 'hash-of-the-pin', keyId: 'k1' },
  pinTries: 0,
  pinAt: 0,
  pinNonceAt: 0,
  visit: { ...VISIT, browser: 'Chrome, Android' },
  ...given,
});

/** What the right number does. */
export const activationOf = (flow: EnrolmentFlow, account: Account, device: Device, at = START + 60_000) => ({
  flow: { ...flow, state: 'registered' as const, device: { id: device.id, name: device.name } },
  account,
  device,
  notice: next('told'),
  notMe: notMeOf(account, at),
  visit: { ...VISIT, at },
});

/** One more phone of the account that works. */
export async function enrolled(store: Store, account: Account, given: Partial<Device> = {}): Promise<Device> {
  const signIn = flowOf(account);
  const redemption = redemptionOf(signIn);
  await store.signIn.open(silentOpeningOf(account, signIn));
  await store.signIn.redeem(redemption);
  const flow = enrolmentOf(redemption.session);
  const device = deviceOf(flow, given);
  await store.enrolment.open({ flow });
  await store.enrolment.register(flow, device, START + 3000);
  await store.enrolment.buyNumberTry(flow, {}, START + 4000);
  const outcome = await store.enrolment.activate(activationOf(flow, account, device));
  if (outcome !== 'activated') throw new Error(`Not activated: ${outcome}.`);
  return { ...device, state: 'active' };
}
