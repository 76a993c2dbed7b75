import { beforeEach, describe, expect, it } from 'vitest';
import { nextSeries, waitingPhoneSignIn } from '../../lambdas/auth/phone-sign-in.ts';
import { type Approving, approving, onlyCard, phoneOf, type Waiting } from '../harness/approving.ts';
import { person, START } from '../harness/people.ts';

const anna = person({ devices: [phoneOf(person(), 'phone-1').id, phoneOf(person(), 'phone-2').id] });
const [phone, second] = [phoneOf(anna, 'phone-1'), phoneOf(anna, 'phone-2')];
const eve = person({ email: 'eve@example.org', name: 'Eve', devices: [phoneOf(person(), 'eve').id] });
const hers = phoneOf(eve, 'eve');
const REFUSED = { code: 'frame-refused' };

let portal: Approving;
let waiting: Waiting;

beforeEach(async () => {
  portal = approving();
  for (const account of [anna, eve]) await portal.store.settle(account);
  for (const device of [phone, second, hers]) await portal.store.putPhone(device);
  waiting = await portal.start();
});

const flowOf = async () => portal.store.phoneSignIn.flow(waiting.flow.id);

describe('a scan', () => {
  it('asks its own phone alone, without a picture, and tells the browser whose phone it was', async () => {
    const { card, flow } = await portal.scan(phone, portal.frame(waiting));
    expect(flow).toBe(waiting.flow.id);
    expect(JSON.parse(card.text)).toMatchObject({ way: 'scan', match: 'none', newBrowser: true });
    expect(JSON.parse(card.text)).not.toHaveProperty('pictures');
    expect(await portal.cards(second)).toEqual([]);
    expect(await flowOf()).toMatchObject({ asked: { way: 'scan', account: anna.id, person: 'Anna de Vries' } });
    expect(await portal.decide(phone, card)).toMatchObject({ decision: 'accepted' });
    expect(await portal.redeem(waiting)).toMatchObject({ account: anna.id, knownToken: expect.any(String) });
  });

  it('says that a browser is known which is', async () => {
    const { card } = await portal.scan(phone, portal.frame(waiting));
    await portal.decide(phone, card);
    const { knownToken: token = '' } = await portal.redeem(waiting);
    const known = { account: anna.id, token };
    const again = await portal.start(START, known);
    const shown = (await portal.scan(phone, portal.frame(again))).card;
    expect(JSON.parse(shown.text)).toMatchObject({ newBrowser: false });
    await portal.decide(phone, shown, { now: START + 1500 });
    expect(await portal.redeem(again)).not.toHaveProperty('knownToken');
    const foreign = await portal.start(START, { ...known, account: eve.id });
    expect(JSON.parse((await portal.scan(hers, portal.frame(foreign))).card.text)).toMatchObject({ newBrowser: true });
  });

  it('T45: is refused with a frame that is not of now, of another series, or that nobody drew', async () => {
    const old = portal.frame(waiting);
    await expect(portal.scan(phone, old, START + 15_001)).rejects.toMatchObject(REFUSED);
    await expect(portal.scan(phone, `${old.slice(0, -22)}${'m'.repeat(22)}`)).rejects.toMatchObject(REFUSED);
    const { cookie, flow } = waiting;
    const next = await nextSeries(portal.needs, { cookie, flow: flow.id, now: START + 5000 });
    await expect(portal.scan(phone, old, START + 5000)).rejects.toMatchObject(REFUSED);
    const fresh = portal.frame({ cookie, flow: next });
    expect((await portal.scan(phone, fresh, START + 5000)).card.approval).toHaveLength(43);
  });

  it('repeated by the same phone gets the same question, however old its frame; of any other it is refused', async () => {
    const frame = portal.frame(waiting);
    const { card } = await portal.scan(phone, frame);
    expect((await portal.scan(phone, frame, START + 100_000)).card).toEqual(card);
    await expect(portal.scan(second, frame)).rejects.toMatchObject(REFUSED);
    await expect(portal.scan(hers, frame)).rejects.toMatchObject(REFUSED);
    await expect(portal.scan(phone, frame, START + 120_000)).rejects.toMatchObject(REFUSED);
  });

  it('binds once: of ten at once, of two accounts, one has the browser', async () => {
    const frame = portal.frame(waiting);
    const scans = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => portal.scan(i % 2 === 0 ? phone : hers, frame)),
    );
    const bound = scans.flatMap((scan) => (scan.status === 'fulfilled' ? [scan.value.card.approval] : []));
    expect(new Set(bound).size).toBe(1);
    expect((await flowOf())?.asked?.approval).toBe(bound[0]);
  });

  it('withdraws what the browser had by name, which is then answered no more', async () => {
    waiting = await portal.named(waiting);
    const named = await onlyCard(portal, phone);
    const { card } = await portal.scan(phone, portal.frame(waiting));
    expect((await portal.cards(phone)).map(({ approval }) => approval)).toEqual([card.approval]);
    await expect(portal.decide(second, named, { decision: 'deny' })).rejects.toMatchObject({ code: 'approval-ended' });
    expect(await portal.decide(phone, card)).toMatchObject({ decision: 'accepted' });
  });

  it('is refused once the phone has accepted by name, and after it the browser asks nobody by name', async () => {
    waiting = await portal.named(waiting);
    const named = await onlyCard(portal, phone);
    await portal.decide(phone, named, { choice: waiting.flow.asked?.picture?.number ?? 0 });
    await expect(portal.scan(second, portal.frame(waiting))).rejects.toMatchObject(REFUSED);
    const other = await portal.start();
    await portal.scan(phone, portal.frame(other));
    await expect(portal.named(other)).rejects.toMatchObject({ code: 'flow-ended' });
    const step = { cookie: other.cookie, flow: other.flow.id, now: START };
    await expect(nextSeries(portal.needs, step)).rejects.toMatchObject({ code: 'flow-ended' });
  });

  it('T43: works whatever strangers have begun, paused and filled', async () => {
    for (let asked = 0; asked < 10; asked += 1) await portal.ask({ address: `${asked}` });
    await portal.decide(phone, await onlyCard(portal, phone), { decision: 'report', now: START });
    const { card } = await portal.scan(phone, portal.frame(waiting));
    await portal.decide(phone, card);
    await expect(portal.redeem(waiting)).resolves.toMatchObject({ account: anna.id });
  });
});

describe('signing in on the phone itself', () => {
  it('asks without a picture where the flow’s own cookie came along, and a repeat gets the same question', async () => {
    const { card } = await portal.here(phone, waiting.cookie);
    expect(JSON.parse(card.text)).toMatchObject({ way: 'here', match: 'none' });
    expect((await portal.here(phone, waiting.cookie, START + 60_000)).card).toEqual(card);
    expect(await portal.decide(phone, card)).toMatchObject({ decision: 'accepted' });
    await expect(portal.redeem(waiting)).resolves.toMatchObject({ account: anna.id });
  });

  it.each([
    ['no cookie', async () => undefined],
    ['another secret', async ({ cookie }: Waiting) => ({ ...cookie, secret: 's'.repeat(43) })],
    ['another flow', async ({ cookie }: Waiting) => ({ ...cookie, id: 'i'.repeat(22) })],
  ])('is refused with %s', async (_, cookieOf) => {
    const cookie = await cookieOf(waiting);
    await expect(portal.here(phone, cookie)).rejects.toMatchObject({ code: 'flow-ended' });
  });

  it('is refused when the flow is over', async () => {
    const late = portal.here(phone, waiting.cookie, START + 20 * 60_000);
    await expect(late).rejects.toMatchObject({ code: 'flow-ended' });
  });
});

it('T40: who has not the flow’s secret learns nothing of it', async () => {
  const { cookie } = waiting;
  const thief = { ...cookie, secret: 's'.repeat(43) };
  expect(await waitingPhoneSignIn(portal.needs, cookie, START)).toEqual(waiting.flow);
  expect(await waitingPhoneSignIn(portal.needs, thief, START)).toBeUndefined();
  const { card } = await portal.scan(phone, portal.frame(waiting));
  await portal.decide(phone, card);
  await expect(portal.redeem({ ...waiting, cookie: thief })).rejects.toMatchObject({ code: 'flow-ended' });
  await expect(portal.redeem(waiting, { cookie: undefined })).rejects.toMatchObject({ code: 'flow-ended' });
  const another = await portal.start();
  await expect(portal.redeem({ ...waiting, cookie: another.cookie })).rejects.toMatchObject({ code: 'flow-mismatch' });
});
