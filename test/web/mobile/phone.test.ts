import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newPinMaterial } from '../../../web/mobile/keys/pin-key.ts';
import { newPossession } from '../../../web/mobile/keys/possession.ts';
import { type Phone, watchPhone } from '../../../web/mobile/phone.ts';
import type { Profile } from '../../../web/mobile/profiles.ts';

const VIEW = { state: 'active', name: 'Pixel 9', person: 'Anna', email: 'anna@example.org', cards: [] };

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const machine = new EventTarget();
let sockets: EventTarget[];
let looks: number;
let status: number;
let phone: Phone;

class FakeSocket extends EventTarget {
  constructor() {
    super();
    sockets.push(this);
  }
  close(): void {}
}

beforeEach(async () => {
  vi.useFakeTimers();
  [sockets, looks, status] = [[], 0, 200];
  page.visibilityState = 'visible';
  vi.stubGlobal('document', page);
  vi.stubGlobal('location', { origin: 'https://id.example.org' });
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('addEventListener', machine.addEventListener.bind(machine));
  vi.stubGlobal('removeEventListener', machine.removeEventListener.bind(machine));
  vi.stubGlobal('fetch', async (path: string) => {
    if (path === '/api/phone/nonce') return Response.json({ nonce: 'n' });
    looks += 1;
    return status === 200 ? Response.json(VIEW) : Response.json({ code: 'phone-unknown' }, { status });
  });
  const [{ key: possession }, { deviceKey: pinKey, salt }] = await Promise.all([newPossession(), newPinMaterial()]);
  const profile: Profile = { device: 'd', account: 'a', person: 'Anna', email: VIEW.email, possession, pinKey, salt };
  phone = watchPhone(profile, () => {});
  await vi.waitFor(() => expect(sockets).toHaveLength(1));
  sockets[0]?.dispatchEvent(new Event('open'));
  await vi.waitFor(() => expect(phone.view()).toBeDefined());
});

afterEach(() => {
  phone.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('T53: takes a socket for dead that slept with the phone, and asks', async () => {
  looks = 0;
  vi.setSystemTime(Date.now() + 3_600_000);
  await vi.advanceTimersByTimeAsync(1000);
  await vi.waitFor(() => expect(sockets).toHaveLength(2));
  await vi.waitFor(() => expect(looks).toBeGreaterThan(0));
});

it('T53: finds what a lost hint would have told, and leaves the network alone while nobody looks', async () => {
  looks = 0;
  await vi.advanceTimersByTimeAsync(20_000);
  await vi.waitFor(() => expect(looks).toBeGreaterThan(0));
  page.visibilityState = 'hidden';
  await vi.advanceTimersByTimeAsync(20_000);
  looks = 0;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(looks).toBe(0);
});

it('asks no more once the portal has forgotten it', async () => {
  status = 404;
  phone.ask();
  await vi.waitFor(() => expect(phone.problem()?.code).toBe('phone-unknown'));
  expect([phone.view(), phone.cards()]).toEqual([undefined, []]);
  looks = 0;
  await vi.advanceTimersByTimeAsync(120_000);
  expect([looks, sockets.length]).toEqual([0, 1]);
});
