import { beforeEach, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import type { Session } from '../../lambdas/auth/session.ts';
import { LIFETIMES, type Store } from '../fakes/memory-store.ts';
import { idOf, person, START } from '../harness/people.ts';
import { flowOf, redemptionOf, silentOpeningOf, VISIT } from '../harness/sign-ins.ts';

const IDLE = LIFETIMES.idleSeconds * 1000;
const ABSOLUTE = LIFETIMES.absoluteSeconds * 1000;
let accounts = 0;

/** What sessions promise, of either kind of store. */
export function sessionsContract(start: () => Promise<Store>): void {
  let store: Store;
  let account: Account;
  let session: Session;

  beforeEach(async () => {
    store = await start();
    accounts += 1;
    account = person({ id: idOf(`session-${accounts}-`), email: `session${accounts}@example.org` });
    await store.settle(account);
    const flow = flowOf(account);
    await store.signIn.open(silentOpeningOf(account, flow));
    const redemption = redemptionOf(flow, { now: START });
    session = redemption.session;
    await store.signIn.redeem(redemption);
  });

  const read = (token = session.token, owner = account.id) => store.sessions.read(owner, token);
  const touch = (now: number) => store.sessions.touch(session, now, LIFETIMES);

  it('session, account and global epoch are read together', async () => {
    await store.setGlobalEpoch('everybody-2');
    const found = await read();
    expect(found.session).toMatchObject(session);
    expect(found).toMatchObject({ account: { id: account.id, epoch: account.epoch }, globalEpoch: 'everybody-2' });
    await store.setGlobalEpoch('');
  });

  it('a token that nobody has finds no session, and that of another account neither', async () => {
    expect((await read('made-up')).session).toBeUndefined();
    expect(await read(session.token, idOf('somebody-else'))).toEqual({ globalEpoch: '' });
  });

  it('an activity begins the idle time anew', async () => {
    expect(await touch(START + IDLE - 1)).toBe('touched');
    expect((await read()).session?.usedAt).toBe(START + IDLE - 1);
    expect(await touch(START + 2 * IDLE - 2)).toBe('touched');
  });

  it('T62: no activity counts at exactly the end of the idle time, or after it', async () => {
    expect(await touch(START + IDLE)).toBe('ended');
    expect(await touch(START + IDLE + 1)).toBe('ended');
    expect((await read()).session?.usedAt).toBe(START);
  });

  it('T62: no activity counts at exactly the absolute end, however busy the session was', async () => {
    for (let now = START; now < START + ABSOLUTE; now += IDLE - 1) expect(await touch(now)).toBe('touched');
    expect(await touch(START + ABSOLUTE)).toBe('ended');
  });

  it('a session that was ended is gone, and is not begun anew by an activity', async () => {
    await store.sessions.end(account.id, session.token, { ...VISIT, at: START + 5 });
    expect(await touch(START + 6)).toBe('ended');
    expect((await read()).session).toBeUndefined();
    expect((await store.audit(account.id)).at(-1)).toEqual({
      account: account.id,
      event: 'signed-out',
      flow: session.flow,
      ...VISIT,
      at: START + 5,
    });
  });

  it('ending what is no session writes nothing', async () => {
    const before = await store.audit(account.id);
    await store.sessions.end(account.id, 'made-up', VISIT);
    expect(await store.audit(account.id)).toEqual(before);
  });
}
