import { beforeEach, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { Decided } from '../../lambdas/auth/approval.ts';
import { askToConfirm } from '../../lambdas/auth/approval-confirmation.ts';
import type { Session } from '../../lambdas/auth/session.ts';
import { LIFETIMES, type Store } from '../fakes/memory-store.ts';
import { approving, KEYS, onlyCard, phoneOf, seeded } from '../harness/approving.ts';
import { signedIn } from '../harness/confirmations.ts';
import { idOf, person, START } from '../harness/people.ts';
import { VISIT } from '../harness/sign-ins.ts';

let accounts = 0;

/** What confirmations on a phone promise, of either kind of store. */
export function phoneConfirmationContract(start: () => Promise<Store>): void {
  let store: Store;
  let account: Account;
  let session: Session;

  beforeEach(async () => {
    store = await start();
    accounts += 1;
    const id = idOf(`by-phone-${accounts}-`);
    account = person({
      id,
      email: `byphone${accounts}@example.org`,
      devices: [phoneOf({ id }, `confirms-${accounts}-`).id],
    });
    await store.settle(account);
    session = await signedIn(store, account);
  });

  /** Begun, accepted, and not yet confirmed. */
  async function accepted() {
    const phone = phoneOf(account, `confirms-${accounts}-`);
    await store.putPhone(phone);
    // The rules find a session by its token, the store by the token's hash: here they are the same.
    const sessions = {
      store: { ...store.sessions, read: () => store.sessions.read(account.id, session.token) },
      lifetimes: LIFETIMES,
    };
    const touched = { ...sessions, store: { ...sessions.store, touch: async () => 'touched' as const } };
    const { flow } = await askToConfirm(
      { store: store.phoneConfirmation, sessions: touched, keys: KEYS, random: seeded(account.id), match: 'compare' },
      {
        session: { account: account.id, token: session.token },
        action: 'change-email',
        visit: VISIT,
        knownToken: () => undefined,
        now: START + 2000,
      },
    );
    const portal = approving({ store });
    await portal.decide(phone, await onlyCard(portal, phone, START + 2000), { now: START + 3000 });
    const decided: Decided = { decision: 'accepted', device: phone.id, at: START + 3000 };
    return { flow, asked: { ...flow.asked, decided } };
  }

  const confirmed = { until: START + 300_000, counter: 0 };

  it('what was accepted is confirmed, once, within its minute', async () => {
    const { flow, asked } = await accepted();
    expect(await store.phoneConfirmation.flow(flow.id)).toMatchObject({ asked });
    const confirm = (now: number) => store.phoneConfirmation.confirm(flow, asked, confirmed, now);
    expect(await confirm(START + 63_000)).toBe('changed');
    const both = await Promise.all([confirm(START + 62_999), confirm(START + 62_999)]);
    expect(both).toEqual(expect.arrayContaining(['confirmed', 'changed']));
    expect(await store.phoneConfirmation.flow(flow.id)).toMatchObject({ confirmed });
  });

  it.each<[string, Partial<Account>]>([
    ['locked', { status: 'locked' }],
    ['under another epoch', { epoch: 'epoch-2' }],
    ['without that phone', { devices: ['another'] }],
  ])('nothing is confirmed for an account that is %s by now', async (_, change) => {
    const { flow, asked } = await accepted();
    await store.settle({ ...account, ...change });
    expect(await store.phoneConfirmation.confirm(flow, asked, confirmed, START + 4000)).toBe('changed');
  });

  it('nothing is confirmed, and nothing begun, without the session', async () => {
    const { flow, asked } = await accepted();
    await store.sessions.end(account.id, session.token, VISIT);
    expect(await store.phoneConfirmation.confirm(flow, asked, confirmed, START + 4000)).toBe('changed');
    const approval = await store.decisions.own(account.id, asked.approval);
    if (!approval) throw new Error('Nothing was asked.');
    const again = { account, flow: { ...flow, id: idOf('again') }, approval: { ...approval, id: 'a'.repeat(43) } };
    expect(await store.phoneConfirmation.begin({ ...again, message: idOf('message') })).toBe('changed');
  });
}
