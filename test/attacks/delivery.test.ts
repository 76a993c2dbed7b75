import { beforeEach, describe, expect, test } from 'vitest';
import { CODE_SENDS } from '../../lambdas/auth/limits.ts';
import { report, rounds } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { flowIn, readCode, signIn, typeCode, typePassword } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage();
// Nothing is owed from the test before.
beforeEach(async () => void (await stage.portal.deliver()));
const SMS = { channel: 'sms' } as const;

/** What became of an owed message. */
async function stateOf(message: unknown): Promise<unknown> {
  return (await stage.portal.database.rows('outbox')).find(({ id }) => id === message)?.state;
}

const passing = ['ThrottlingException', 'TooManyRequestsException', 'InternalServerErrorException', 'reset'] as const;
const lasting = {
  email: [
    'MessageRejected',
    'AccountSuspendedException',
    'SendingPausedException',
    'MailFromDomainNotVerifiedException',
    'BadRequestException',
  ],
  sms: ['OptedOutException', 'InvalidParameterException'],
} as const;

describe('T70 and T71 providers that fail', () => {
  test.for(['email', 'sms'] as const)(
    'T70 T71 sign-in answers the same while %s fails, and the code leaves when it can',
    async (channel) => {
      const { portal } = stage;
      const service = channel === 'email' ? 'ses' : 'sns';
      const texts = new Set<string>();
      for (const error of passing) {
        const person = await portal.person({ channel });
        const browser = portal.browser();
        portal.aws.fault = (call) => (call.service !== service ? undefined : error === 'reset' ? error : { error });
        const opened = await typePassword(browser, person);
        texts.add(opened.text.replace(/"flow":"[^"]+"/, '').replace(/"to":"[^"]+"/g, ''));
        expect(await portal.deliver()).toEqual([]);
        expect((await browser.send('GET /api/sign-in')).body.delivery).toBe('pending');
        portal.aws.fault = () => undefined;
        expect((await typeCode(browser, flowIn(opened), await readCode(portal, person))).status).toBe(200);
        await portal.deliver();
      }
      expect(texts.size).toBe(1);
      report(channel === 'email' ? 'T70' : 'T71', {
        'passing errors': passing.length,
        'answers that differ': 0,
        'codes lost': 0,
      });
    },
  );

  test.for(['email', 'sms'] as const)(
    'T70 T71 what %s will never take is tried once, and the page says so',
    async (channel) => {
      const { portal } = stage;
      for (const error of lasting[channel]) {
        const person = await portal.person({ channel });
        const browser = portal.browser();
        portal.aws.fault = ({ service }) => (service === 'ses' || service === 'sns' ? { error } : undefined);
        const opened = await typePassword(browser, person);
        const from = portal.aws.calls.length;
        await portal.deliver();
        await portal.deliver();
        expect(
          portal.aws.calls.slice(from).filter(({ service }) => service === 'ses' || service === 'sns'),
        ).toHaveLength(1);
        expect((await browser.send('GET /api/sign-in')).body).toMatchObject({ step: 'code', delivery: 'failed' });
        portal.aws.fault = () => undefined;
        // The person may choose the other channel; nothing falls back by itself.
        portal.clock.advance(31);
        const other = channel === 'email' ? 'sms' : 'email';
        const resent = await browser.send('POST /api/sign-in/send', { flow: flowIn(opened), channel: other });
        expect(resent.body).toMatchObject({ channel: other });
        expect((await typeCode(browser, flowIn(opened), await readCode(portal, person))).status).toBe(200);
        await portal.deliver();
      }
      report(channel === 'email' ? 'T70' : 'T71', { 'lasting errors': lasting[channel].length, 'tries each': 1 });
    },
  );

  test('T70 a code that could not leave in time is never sent', async () => {
    const { portal } = stage;
    await typePassword(portal.browser(), await portal.person());
    portal.aws.fault = ({ service }) => (service === 'ses' ? { error: 'TooManyRequestsException' } : undefined);
    await portal.deliver();
    portal.aws.fault = () => undefined;
    portal.clock.advance(301);
    expect(await portal.deliver()).toEqual([]);
    report('T70', { 'stale codes sent': 0 });
  });

  test('T77 SMS go to allowed countries only, forty a day to a number, and stop at the day’s budget', async () => {
    const { portal } = stage;
    const before = portal.aws.messages.length;
    for (const phone of [
      { number: '+882161234567', country: 'XX' },
      { number: '+31 6 1', country: 'NL' },
      { number: 'sms:+316', country: 'NL' },
    ]) {
      await typePassword(portal.browser(), await portal.person({ ...SMS, phone }));
    }
    await portal.deliver();
    expect(portal.aws.messages.length).toBe(before);
    const phone = { number: '+31612340000', country: 'NL', verified: true } as const;
    for (let i = 0; i < 60; i += 1) await typePassword(portal.browser(), await portal.person({ ...SMS, phone }));
    await portal.deliver();
    expect(portal.aws.messages.filter(({ to }) => to[0] === phone.number)).toHaveLength(40);
    for (let i = 0; i < 170; i += 1) await typePassword(portal.browser(), await portal.person(SMS));
    await portal.deliver();
    const sms = portal.aws.messages.filter(({ channel }) => channel === 'sms').length;
    expect(sms).toBeLessThanOrEqual(200);
    expect(portal.logs.some((line) => line.includes('"SmsBudgetExhausted":1'))).toBe(true);
    report('T77', { 'SMS in a day of attack, of a budget of 200': sms });
  });
});

describe('T74 records that come again, late, or backwards', () => {
  test('T74 each message leaves once, however often and in whatever order its record comes', async () => {
    const { portal } = stage;
    const second = await portal.start();
    const tried = rounds(5);
    for (let round = 0; round < tried; round += 1) {
      portal.clock.advance(400);
      const people = await Promise.all(Array.from({ length: 4 }, () => portal.person()));
      for (const person of people) await typePassword(portal.browser(), person);
      const records = await portal.owed();
      const before = portal.aws.messages.length;
      const batches = [records, records.toReversed(), [...records, ...records], records, records];
      const first = await portal.start();
      await Promise.all(batches.map((Records, i) => (i % 2 === 0 ? first : second).deliver({ Records: [...Records] })));
      for (const Records of batches) await first.deliver({ Records: [...Records] });
      // Where a slow table made a lease look like another's, the message leaves when the lease has ended.
      portal.clock.advance(61);
      await first.deliver({ Records: [...records] });
      expect(portal.aws.messages.length - before).toBe(people.length);
    }
    report('T74', { rounds: tried, 'deliveries of each record': 13, 'messages sent twice': 0 });
  });

  test('T74 a record that comes six hours late, or after a newer code, brings no code', async () => {
    const { portal } = stage;
    const browser = portal.browser();
    const person = await portal.person();
    const flow = flowIn(await typePassword(browser, person));
    const old = await portal.owed();
    portal.clock.advance(31);
    await browser.send('POST /api/sign-in/send', { flow, channel: 'sms' });
    const newest = (await portal.owed()).filter(
      ({ dynamodb }) => !old.some((one) => one.dynamodb?.SequenceNumber === dynamodb?.SequenceNumber),
    );
    const { deliver } = await portal.start();
    const before = portal.aws.messages.length;
    await deliver({ Records: [...old] });
    expect(portal.aws.messages.length).toBe(before);
    portal.clock.advance(6 * 3600);
    await deliver({ Records: [...newest] });
    expect(portal.aws.messages.length).toBe(before);
    expect(await Promise.all([...old, ...newest].map(({ dynamodb }) => stateOf(dynamodb?.SequenceNumber)))).toEqual([
      'dropped',
      'dropped',
    ]);
  });

  test('T74 removals, changes and records without an image are passed over', async () => {
    const { portal } = stage;
    await typePassword(portal.browser(), await portal.person());
    const [record] = await portal.owed();
    const { deliver } = await portal.start();
    const before = portal.aws.messages.length;
    const Records = [
      { ...record, eventName: 'MODIFY' as const },
      { ...record, eventName: 'REMOVE' as const },
      { eventName: 'INSERT' as const },
    ];
    expect(await deliver({ Records })).toEqual({ batchItemFailures: [] });
    expect(portal.aws.messages.length).toBe(before);
  });

  test('T69 when the answer that gives a lease is lost, the message leaves all the same, at once', async () => {
    const { portal } = stage;
    await typePassword(portal.browser(), await portal.person());
    const from = portal.aws.calls.length;
    let lost = 0;
    portal.aws.fault = ({ operation, body }) => {
      if (lost > 0 || operation !== 'UpdateItem' || !body.includes('leasedUntil = :until')) return undefined;
      lost += 1;
      return 'lost';
    };
    expect(await portal.deliver()).toHaveLength(1);
    portal.aws.fault = () => undefined;
    const leases = portal.aws.calls.slice(from).filter(({ body }) => body.includes('leasedUntil = :until'));
    expect([lost, leases.length]).toEqual([1, 2]);
  });

  test('T74 when the note that a message left is lost, it does not leave again while its lease runs', async () => {
    const { portal } = stage;
    await typePassword(portal.browser(), await portal.person());
    const records = [...(await portal.owed())];
    const { deliver } = await portal.start();
    portal.aws.fault = ({ operation, body }) =>
      operation === 'UpdateItem' && body.includes('settledAt') ? 'reset' : undefined;
    const before = portal.aws.messages.length;
    expect((await deliver({ Records: records })).batchItemFailures).toHaveLength(records.length);
    portal.aws.fault = () => undefined;
    expect((await deliver({ Records: records })).batchItemFailures).toHaveLength(records.length);
    expect(portal.aws.messages.length).toBe(before + 1);
  });
});

test('T78 whoever knows the password can make forty codes a day leave, ten an hour, one in thirty seconds', async () => {
  const { portal } = stage;
  const person = await portal.person();
  const from = portal.aws.messages.length;
  // Three attempts in twelve minutes: more in an hour than ten.
  const times = 24 * 5;
  for (let time = 0; time < times; time += 1) {
    const browser = portal.browser();
    const opened = await typePassword(browser, person);
    await typePassword(portal.browser(), person);
    await browser.send('POST /api/sign-in/send', { flow: flowIn(opened), channel: 'sms' });
    await portal.deliver();
    portal.clock.advance(720);
  }
  const sent = portal.aws.messages.length - from;
  expect(sent).toBeLessThanOrEqual(CODE_SENDS.perDay + 1);
  const known = portal.browser();
  portal.clock.advance(24 * 3600);
  expect((await signIn(portal, known, person)).status).toBe(200);
  report('T78', { 'attempts in a day': 3 * times, 'messages sent': sent });
});
