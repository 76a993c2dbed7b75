import { describe, expect, it } from 'vitest';
import { currentEnrolment, startEnrolment } from '../../lambdas/auth/enrolment.ts';
import { registerPhone, showEnrolment } from '../../lambdas/auth/enrolment-phone.ts';
import { whoIs } from '../../lambdas/auth/session.ts';
import { hashToken } from '../../lambdas/auth/tokens.ts';
import { CONFIRMED, confirmationOf } from '../harness/confirmations.ts';
import { type Begun, type Enrolments, enrolmentsOf, ORIGIN, SESSION_TOKEN } from '../harness/enrolments.ts';
import { idOf, person, START } from '../harness/people.ts';
import { playPhone } from '../harness/phone.ts';
import { VISIT } from '../harness/sign-ins.ts';

const MINUTE = 60_000;
const refusal = (code: string) => expect.objectContaining({ code });
const phoneOf = async ({ store, account }: Enrolments) => (await store.account(account.id))?.devices;

describe('the activation of a phone', () => {
  it('goes from link to keys to number, and each half is hinted', async () => {
    const rules = await enrolmentsOf(person({ phone: { number: '+31612345678', country: 'NL', verified: true } }));
    const begun = await rules.begin();
    const shown = await showEnrolment(rules.app, begun.token, START);
    expect([shown.account.id, shown.flow.id]).toEqual([rules.account.id, begun.flow.id]);
    const device = await rules.register(begun, playPhone(ORIGIN));
    expect([device.state, await phoneOf(rules)]).toEqual(['pending', undefined]);
    expect(await rules.type(begun, rules.number(device))).toMatchObject({ status: 'done', state: 'done' });
    expect(await phoneOf(rules)).toEqual([device.id]);
    expect(rules.hints).toEqual([`flow#${begun.flow.id}`, `flow#${begun.flow.id}`, `device#${device.id}`]);
    const told = (await rules.store.messages()).filter(({ kind }) => kind === 'phone-activated');
    expect(told.map(({ channel }) => channel).toSorted()).toEqual(['email', 'sms']);
    expect((await rules.store.audit(rules.account.id)).at(-1)).toMatchObject({
      event: 'device-activated',
      device: device.id,
    });
  });

  it('needs no confirmation for a first phone just after password and code, and one by name otherwise', async () => {
    const rules = await enrolmentsOf(person());
    await expect(rules.begin(START + 5 * MINUTE)).rejects.toEqual(refusal('confirmation-needed'));
    await rules.activated(START + MINUTE);
    await expect(rules.begin(START + 2 * MINUTE)).rejects.toEqual(refusal('confirmation-needed'));
    const byPhone = await enrolmentsOf(person({ devices: [idOf('old')] }), { device: idOf('old') });
    await expect(byPhone.begin()).rejects.toEqual(refusal('confirmation-needed'));
  });

  it('uses up a confirmation of this action, and of no other', async () => {
    const rules = await enrolmentsOf(person({ devices: [idOf('old')] }));
    const session = { account: rules.account.id, token: SESSION_TOKEN };
    const { session: row } = await whoIs(rules.browser.sessions, session, START);
    const confirm = async (action: 'activate-phone' | 'change-email') => {
      const secretHash = hashToken('c'.repeat(43));
      const flow = confirmationOf(row, action, { secretHash });
      await rules.store.confirmation.open({ account: rules.account, flow });
      await rules.store.confirmation.confirm(flow, CONFIRMED, START);
      const cookie = { id: flow.id, secret: 'c'.repeat(43) };
      return (key = {}) => {
        const asked = { session, cookie, flow: flow.id, visit: { ...VISIT, at: START }, now: START, ...key };
        return startEnrolment(rules.browser, asked);
      };
    };
    await expect((await confirm('change-email'))()).rejects.toEqual(refusal('confirmation-needed'));
    const begin = await confirm('activate-phone');
    const begun = await begin({ idempotencyKey: 'one' });
    expect(begun.flow.state).toBe('waiting');
    expect(await begin({ idempotencyKey: 'one' })).toEqual(begun);
    await expect(begin({ idempotencyKey: 'two' })).rejects.toEqual(refusal('flow-ended'));
    await expect(begin()).rejects.toEqual(refusal('flow-ended'));
  });

  it('T46: is of the first phone that registers, which gets its answer again, and of no second one', async () => {
    const rules = await enrolmentsOf(person());
    const [begun, phone, thief] = [await rules.begin(), playPhone(ORIGIN), playPhone(ORIGIN)];
    const keys = phone.keys(begun.token);
    const both = await Promise.all([registerPhone(rules.app, keys, { visit: VISIT, now: START })]);
    expect(await registerPhone(rules.app, keys, { visit: VISIT, now: START })).toEqual(both[0]);
    await expect(rules.register(begun, thief)).rejects.toEqual(refusal('enrolment-ended'));
    await expect(showEnrolment(rules.app, begun.token, START)).rejects.toEqual(refusal('enrolment-ended'));
  });

  it('T45: a number that is wrong forgets the phone: there is one try', async () => {
    const rules = await enrolmentsOf(person());
    const [begun, phone] = [await rules.begin(), playPhone(ORIGIN)];
    const device = await rules.register(begun, phone);
    const right = rules.number(device);
    const wrong = right === 99 ? 10 : right + 1;
    await expect(rules.type(begun, wrong, { key: 'again' })).rejects.toEqual(refusal('number-wrong'));
    await expect(rules.type(begun, wrong, { key: 'again' })).rejects.toEqual(refusal('number-wrong'));
    await expect(rules.type(begun, right, { key: 'again' })).rejects.toEqual(refusal('flow-ended'));
    await expect(rules.register(begun, phone)).rejects.toEqual(refusal('enrolment-ended'));
    expect((await rules.store.devices.look(rules.account.id, device.id)).device).toBeUndefined();
    expect(await phoneOf(rules)).toBeUndefined();
  });

  it('a repeat under the same key gets the same answer; without it, the page asks', async () => {
    const rules = await enrolmentsOf(person());
    const begun = await rules.begin();
    const device = await rules.register(begun, playPhone(ORIGIN));
    const done = await rules.type(begun, rules.number(device), { key: 'one' });
    expect(await rules.type(begun, rules.number(device), { key: 'one' })).toMatchObject(done);
    await expect(rules.type(begun, rules.number(device))).rejects.toEqual(refusal('flow-ended'));
    const session = { account: rules.account.id, token: SESSION_TOKEN };
    expect(await currentEnrolment(rules.browser, { session, cookie: begun.cookie, now: START })).toMatchObject({
      state: 'done',
    });
  });

  it('a first phone that nobody confirmed is one only while there is no other', async () => {
    const rules = await enrolmentsOf(person());
    const [one, two] = [await rules.begin(), await rules.begin()];
    const [first, second] = [
      await rules.register(one, playPhone(ORIGIN)),
      await rules.register(two, playPhone(ORIGIN)),
    ];
    await rules.type(one, rules.number(first));
    await expect(rules.type(two, rules.number(second))).rejects.toEqual(refusal('flow-ended'));
    expect(await phoneOf(rules)).toEqual([first.id]);
  });
});

const ENDS: readonly (readonly [string, (rules: Enrolments, begun: Begun) => Promise<number>])[] = [
  ['after five minutes', async () => START + 5 * MINUTE],
  [
    'when its session has ended',
    async ({ store, account, browser }) => {
      const { session } = await whoIs(browser.sessions, { account: account.id, token: SESSION_TOKEN }, START);
      await store.sessions.end(account.id, session.token, VISIT);
      return START;
    },
  ],
  [
    'when the account has another epoch',
    async ({ store, account }) => {
      await store.settle({ ...account, epoch: 'epoch-2' });
      return START;
    },
  ],
  [
    'when the account is locked',
    async ({ store, account }) => {
      await store.settle({ ...account, status: 'locked' });
      return START;
    },
  ],
];

describe('T41: a link ends', () => {
  it.each(ENDS)('%s, before the keys and before the number', async (_, end) => {
    const before = await enrolmentsOf(person());
    const begun = await before.begin();
    const late = await end(before, begun);
    await expect(before.register(begun, playPhone(ORIGIN), late)).rejects.toEqual(refusal('enrolment-ended'));
    const rules = await enrolmentsOf(person());
    const other = await rules.begin();
    const device = await rules.register(other, playPhone(ORIGIN));
    const now = await end(rules, other);
    await expect(rules.type(other, rules.number(device), { now })).rejects.toThrow();
    expect((await rules.store.account(rules.account.id))?.devices).toBeUndefined();
  });
});

describe('keys', () => {
  it('each prove themselves over this link, this portal and each other', async () => {
    const rules = await enrolmentsOf(person());
    const [begun, other] = [await rules.begin(), playPhone(ORIGIN)];
    const phone = playPhone(ORIGIN);
    const [keys, foreign] = [phone.keys(begun.token, { withFinger: true }), other.keys(begun.token)];
    const elsewhere = playPhone('https://evil.example').keys(begun.token);
    const wrong = [
      { ...keys, possession: foreign.possession },
      { ...keys, possessionProof: foreign.possessionProof },
      { ...keys, pin: foreign.pin },
      { ...keys, pinProof: foreign.pinProof },
      { ...keys, fingerprint: undefined },
      { ...keys, fingerprint: other.finger.create('challenge') },
      elsewhere,
    ];
    for (const one of wrong) {
      await expect(registerPhone(rules.app, one, { visit: VISIT, now: START })).rejects.toEqual(
        refusal('proof-refused'),
      );
    }
    const device = await registerPhone(rules.app, keys, { visit: VISIT, now: START });
    expect(device.fingerprint).toMatchObject({ id: phone.finger.id, counter: 0 });
    expect(JSON.stringify(device)).not.toContain(phone.pin);
  });

  it('of a link that is not ours are refused alike', async () => {
    const rules = await enrolmentsOf(person());
    const begun = await rules.begin();
    const tokens = [
      `a.${idOf('none')}.${'x'.repeat(43)}`,
      begun.token.slice(0, -1) + (begun.token.endsWith('A') ? 'B' : 'A'),
    ];
    for (const token of tokens) {
      await expect(showEnrolment(rules.app, token, START)).rejects.toEqual(refusal('enrolment-ended'));
    }
  });
});
