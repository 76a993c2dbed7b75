import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { beginLive, type Live, retryAfter } from '../../web/shared/live.ts';

/** As far as a page uses one. */
class FakeSocket extends EventTarget {
  close(): void {
    this.dispatchEvent(new Event('close'));
  }
}

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const machine = new EventTarget();
let sockets: FakeSocket[] = [];
let asked = 0;
let live: Live | undefined;

function begin({ isAwaiting = true } = {}): void {
  live = beginLive({
    connect: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    ask: async () => {
      asked++;
    },
    isAwaiting: () => isAwaiting,
  });
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const tell = async (event: string, target: EventTarget | undefined) => {
  target?.dispatchEvent(new Event(event));
  await settle();
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', machine.addEventListener.bind(machine));
  vi.stubGlobal('removeEventListener', machine.removeEventListener.bind(machine));
  sockets = [];
  asked = 0;
});

afterEach(() => {
  live?.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('asks when the socket opens, hints and closes, and when the page is seen or the network is back', async () => {
  begin({ isAwaiting: false });
  await settle();
  const counts: number[] = [];
  const then = async (event: string, target: EventTarget | undefined) => {
    await tell(event, target);
    counts.push(asked);
  };
  await then('open', sockets[0]);
  await then('message', sockets[0]);
  await then('visibilitychange', page);
  await then('online', machine);
  await then('close', sockets[0]);
  expect(counts).toEqual([1, 2, 3, 4, 5]);
});

it('asks every 3 s while the socket is down, every 20 s while it is up, and not at all when nothing is awaited', async () => {
  begin();
  await vi.advanceTimersByTimeAsync(9500);
  expect(asked).toBe(3);
  await tell('open', sockets[0]);
  asked = 0;
  await vi.advanceTimersByTimeAsync(41_500);
  expect(asked).toBe(2);
  live?.stop();
  asked = 0;
  begin({ isAwaiting: false });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(0);
});

it('opens another socket after each that closes, and never two at a time', async () => {
  begin();
  await tell('open', sockets[0]);
  await tell('close', sockets[0]);
  await tell('online', machine);
  await tell('visibilitychange', page);
  expect(sockets).toHaveLength(2);
  await tell('close', sockets[1]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sockets).toHaveLength(3);
});

it('takes a socket that slept for dead', async () => {
  begin();
  await tell('open', sockets[0]);
  asked = 0;
  vi.setSystemTime(Date.now() + 3_600_000);
  await vi.advanceTimersByTimeAsync(1000);
  expect([sockets.length, asked]).toEqual([2, 1]);
});

it('asks once more for what was hinted while an answer was on its way', async () => {
  let answer = () => {};
  live = beginLive({
    connect: () => Promise.reject(new Error('no network')),
    ask: () => {
      asked++;
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    isAwaiting: () => false,
  });
  live.askNow();
  live.askNow();
  live.askNow();
  await settle();
  expect(asked).toBe(1);
  answer();
  await settle();
  expect(asked).toBe(2);
});

it('ends with everything when it is stopped', async () => {
  begin();
  await tell('open', sockets[0]);
  live?.stop();
  asked = 0;
  await tell('online', machine);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([sockets.length, asked]).toEqual([1, 0]);
});

it('waits longer after each try, at random, and never longer than half a minute', () => {
  expect([retryAfter(0, 0), retryAfter(0, 1), retryAfter(3, 0.5), retryAfter(20, 1)]).toEqual([
    500, 1000, 6000, 30_000,
  ]);
});
