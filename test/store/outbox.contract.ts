import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../fakes/memory-store.ts';
import { idOf, person, START } from '../harness/people.ts';
import { flowOf, openingOf } from '../harness/sign-ins.ts';

const LEASE = 60_000;
let accounts = 0;

/** What the outbox promises, of either kind of store. */
export function outboxContract(start: () => Promise<Store>): void {
  let store: Store;
  let message: string;

  beforeEach(async () => {
    store = await start();
    accounts += 1;
    const account = person({ id: idOf(`outbox-${accounts}-`), email: `outbox${accounts}@example.org` });
    const flow = flowOf(account);
    message = flow.message ?? '';
    await store.settle(account);
    await store.signIn.open(openingOf(account, flow));
  });

  const state = async () => (await store.messages()).find(({ id }) => id === message)?.state;

  it('is taken by one of ten at once; the others are told to come again', async () => {
    const taken = await Promise.all(Array.from({ length: 10 }, () => store.outbox.take(message, START)));
    expect(taken.toSorted()).toEqual([...Array.from({ length: 9 }, () => 'busy'), 'taken']);
    expect(await state()).toBe('sending');
  });

  it('is taken again at exactly the end of the lease, when its sender died', async () => {
    await store.outbox.take(message, START);
    expect(await store.outbox.take(message, START + LEASE - 1)).toBe('busy');
    expect(await store.outbox.take(message, START + LEASE)).toBe('taken');
    expect(await store.outbox.take(message, START + LEASE + 1)).toBe('busy');
  });

  it.each(['sent', 'failed', 'dropped'] as const)('once %s it is settled for ever', async (end) => {
    await store.outbox.take(message, START);
    await store.outbox.settle(message, end, START);
    expect(await store.outbox.take(message, START + 10 * LEASE)).toBe('settled');
    await store.outbox.release(message);
    await store.outbox.settle(message, 'failed', START);
    expect(await state()).toBe(end);
  });

  it('given back, it is taken at once', async () => {
    await store.outbox.take(message, START);
    await store.outbox.release(message);
    expect(await state()).toBe('owed');
    expect(await store.outbox.take(message, START)).toBe('taken');
  });

  it('is settled by nobody who did not take it', async () => {
    await store.outbox.settle(message, 'sent', START);
    expect(await state()).toBe('owed');
  });

  it('what nobody owes is settled, and is not made by asking', async () => {
    expect(await store.outbox.take('made-up', START)).toBe('settled');
    await store.outbox.release('made-up');
    await store.outbox.settle('made-up', 'sent', START);
    expect((await store.messages()).filter(({ id }) => id === 'made-up')).toEqual([]);
  });
}
