import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchDelivery } from '../../web/sign-in/delivery.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('looks a few times at growing distances, and then no more', async () => {
  const look = vi.fn(async () => 'pending' as const);
  watchDelivery(look).begin();
  await vi.advanceTimersByTimeAsync(4000);
  expect(look).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(look).toHaveBeenCalledTimes(6);
});

it('stops when the message has arrived or failed', async () => {
  const look = vi.fn(async () => 'settled' as const);
  watchDelivery(look).begin();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(look).toHaveBeenCalledTimes(1);
});

it('begins anew with a new message, and never looks twice as often', async () => {
  const look = vi.fn(async () => 'pending' as const);
  const watch = watchDelivery(look);
  watch.begin();
  await vi.advanceTimersByTimeAsync(500);
  watch.begin();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(look).toHaveBeenCalledTimes(6);
});

it('stops when it is told to', async () => {
  const look = vi.fn(async () => 'pending' as const);
  const watch = watchDelivery(look);
  watch.begin();
  watch.stop();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(look).not.toHaveBeenCalled();
});
