import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Approval } from '../../lambdas/auth/approval.ts';
import type { Device, DeviceState } from '../../lambdas/auth/device.ts';
import { type Connection, socketsOfPhone } from '../../lambdas/auth/socket.ts';
import { tellPhones, type WaitingNeeds } from '../../lambdas/notify/waiting.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

const NOW = Date.UTC(2026, 10, 22, 12);
const VISIT = { at: NOW, browser: 'Firefox, Windows' };
const owed = {
  id: 'o',
  kind: 'approval-waiting',
  account: 'anna',
  approval: 'a',
  isDecoy: false,
  createdAt: NOW,
} as const;

const waiting: Approval = {
  account: 'anna',
  id: 'a',
  flow: 'f',
  purpose: 'sign-in',
  way: 'name',
  state: 'waiting',
  isDecoy: false,
  epoch: 'e',
  visit: VISIT,
  familiar: false,
  match: 'pick',
  endsAt: NOW + 120_000,
};

const phone = (id: string, state: DeviceState = 'active'): Device => ({
  account: 'anna',
  id,
  state,
  name: id,
  flow: 'f',
  endsAt: NOW,
  possession: { x: 'x', y: 'y' },
  pin: { hash: 'h', keyId: 'k1' },
  pinTries: 0,
  pinAt: 0,
  pinNonceAt: 0,
  visit: VISIT,
  subscription: { endpoint: `https://fcm.googleapis.com/${id}`, keys: { p256dh: 'p', auth: 'a' } },
});

let told: string[];
let forgotten: Connection[];
beforeEach(() => {
  told = [];
  forgotten = [];
});

/** Each phone has one socket, named after it. */
function needs(
  approval: Approval | undefined,
  devices: readonly Device[],
  given: Partial<WaitingNeeds> = {},
): WaitingNeeds {
  return {
    connections: {
      of: async (owner) => [{ owner, tab: 't', connection: owner }],
      forget: async (one) => void forgotten.push(one),
    },
    sockets: {
      post: async (connection, text) => {
        told.push(`${connection} ${text}`);
        return 'posted';
      },
      end: async () => undefined,
    },
    question: async () => ({ devices, ...(approval && { approval }) }),
    push: async ({ endpoint }) => {
      told.push(endpoint);
      return 'pushed';
    },
    unsubscribe: async ({ id }) => void told.push(`unsubscribed ${id}`),
    ...given,
  };
}

const HINT = '{"changed":"phone"}';

test('all phones that work are told, by socket and by push, and nothing of what waits', async () => {
  const phones = [phone('one'), phone('two'), phone('old', 'revoked'), phone('new', 'pending')];
  expect(await tellPhones(needs(waiting, phones), owed, NOW)).toBe('sent');
  expect(told.toSorted()).toEqual([
    `device#one ${HINT}`,
    `device#two ${HINT}`,
    'https://fcm.googleapis.com/one',
    'https://fcm.googleapis.com/two',
  ]);
});

test('of a question for one phone only that one is told', async () => {
  await tellPhones(needs({ ...waiting, device: 'two' }, [phone('one'), phone('two')]), owed, NOW);
  expect(told.toSorted()).toEqual([`device#two ${HINT}`, 'https://fcm.googleapis.com/two']);
});

describe('nobody is told', () => {
  test.each([
    ['of a decoy', { ...owed, isDecoy: true }, waiting],
    ['of a decoy among the rows', owed, { ...waiting, isDecoy: true }],
    ['of what is not there', owed, undefined],
    ['of what is decided', owed, { ...waiting, state: 'accepted' as const }],
    ['of what was withdrawn', owed, { ...waiting, state: 'withdrawn' as const }],
    ['of what is over, from exactly its end', owed, { ...waiting, endsAt: NOW }],
  ])('T74: %s', async (_, entry, approval) => {
    expect(await tellPhones(needs(approval, [phone('one')]), entry, NOW)).toBe('dropped');
    expect(told).toEqual([]);
  });
});

test('a phone that cannot be reached holds up no other, and is no failure', async () => {
  const push: WaitingNeeds['push'] = async ({ endpoint }) => {
    if (endpoint.endsWith('one')) throw new Error('timeout');
    return 'gone';
  };
  const sockets: WaitingNeeds['sockets'] = {
    post: async (connection) => {
      if (connection === socketsOfPhone('one')) throw new Error('reset');
      return 'gone';
    },
    end: async () => undefined,
  };
  const phones = [phone('one'), phone('two')];
  expect(await tellPhones(needs(waiting, phones, { push, sockets }), owed, NOW)).toBe('sent');
  expect(told).toEqual(['unsubscribed two']);
  expect(forgotten).toEqual([{ owner: 'device#two', tab: 't', connection: 'device#two' }]);
});

test('T53: a socket that does not answer is waited for a second', async () => {
  const sockets: WaitingNeeds['sockets'] = { post: () => new Promise(() => undefined), end: async () => undefined };
  vi.useFakeTimers();
  const told = tellPhones(needs(waiting, [phone('one')], { sockets }), owed, NOW);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await told).toBe('sent');
  vi.useRealTimers();
});
