import { expect, test } from 'vitest';
import type { Route } from './harness/browser.ts';
import { invited } from './harness/recoveries.ts';
import { report } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { signIn } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const SMS_PER_DAY = 30;
const stage = setStage({ smsPerDay: SMS_PER_DAY });
const ROUTES: readonly Route[] = ['POST /api/recovery', 'POST /api/recovery/username', 'POST /api/invitation/renew'];

/** Asks for messages to those identifiers, every so many seconds, from addresses of their own. Answers what left and was told. */
async function bomb(identifiers: readonly string[], seconds: number, every: number) {
  const { portal } = stage;
  const before = portal.aws.messages.length;
  const answers = new Set<string>();
  for (let at = 0; at < seconds; at += every) {
    const route = ROUTES[(at / every) % ROUTES.length] ?? 'POST /api/recovery';
    const identifier = identifiers[(at / every) % identifiers.length];
    const { status, text } = await portal.browser().send(route, { identifier });
    answers.add(`${route} ${status} ${text.replace(/"flow":"[^"]+"/, '')}`);
    await portal.deliver();
    portal.clock.advance(every);
  }
  return { sent: portal.aws.messages.slice(before), answers };
}

test('T78 a mail bomb: five an hour and ten a day, over all names and forms together, and the same answer throughout', async () => {
  const { portal } = stage;
  const { account } = await portal.person();
  const names = [account.email, account.username ?? '', account.email.toUpperCase()];
  const hour = await bomb(names, 3600, 40);
  const day = await bomb(names, 22 * 3600, 600);
  const nobody = await bomb(['nobody@mail.example.org'], 240, 40);
  expect(hour.sent.length).toBeLessThanOrEqual(5);
  expect(hour.sent.length + day.sent.length).toBeLessThanOrEqual(10);
  expect(hour.sent.length).toBeGreaterThan(0);
  expect([...nobody.answers].every((answer) => hour.answers.has(answer))).toBe(true);
  expect(hour.answers.size).toBe(ROUTES.length);
  report('T78', { 'mails in an hour': hour.sent.length, 'mails in a day': hour.sent.length + day.sent.length });
});

test('T78 a resend spends from the same budget, and no other browser has one of its own', async () => {
  const { portal } = stage;
  const { account } = await portal.person();
  let sent = 0;
  for (let round = 0; round < 3; round += 1) {
    const browser = portal.browser();
    const { body } = await browser.send('POST /api/recovery', { identifier: account.email });
    for (let resend = 0; resend < 4; resend += 1) {
      portal.clock.advance(31);
      await browser.send('POST /api/recovery/send', { flow: body.flow, channel: 'email' });
    }
    portal.clock.advance(31);
    sent += (await portal.deliver()).length;
    expect((await browser.send('POST /api/recovery/send', { flow: body.flow, channel: 'email' })).code).toBe(
      'no-sends-left',
    );
  }
  expect(sent).toBeLessThanOrEqual(5);
});

test('T78 a known browser still gets its code while strangers have used up theirs', async () => {
  const { portal } = stage;
  const person = await portal.person();
  const own = portal.browser();
  await signIn(portal, own, person);
  await bomb([person.account.email], 3600, 40);
  await own.send('POST /api/recovery', { identifier: person.account.email });
  expect(await portal.deliver()).toHaveLength(1);
});

test('T78 many at once for one account: one message', async () => {
  const { portal } = stage;
  const { person } = await invited(portal);
  portal.clock.advance(31);
  const asked = Array.from({ length: 20 }, () =>
    portal.browser().send('POST /api/invitation/renew', { identifier: person.account.email }),
  );
  const replies = await Promise.all(asked);
  expect(replies.filter(({ status }) => status >= 400 && status !== 503)).toEqual([]);
  expect(await portal.deliver()).toHaveLength(1);
});

test('T77 pumping texts: a third of the day’s budget leaves for strangers; who has a password still gets theirs', async () => {
  const { portal } = stage;
  portal.clock.advance(48 * 3600);
  const before = portal.aws.messages.filter(({ channel }) => channel === 'sms').length;
  const texts = () => portal.aws.messages.filter(({ channel }) => channel === 'sms').length - before;
  for (let i = 0; i < SMS_PER_DAY; i += 1) {
    const { account } = await portal.person({ channel: 'sms' });
    await portal.browser().send('POST /api/recovery', { identifier: account.email });
    await portal.deliver();
  }
  const byStrangers = texts();
  expect(byStrangers).toBe(SMS_PER_DAY / 3);
  const owner = await portal.person({ channel: 'sms' });
  expect((await signIn(portal, portal.browser(), owner)).status).toBe(200);
  await portal.deliver();
  const foreign = await portal.person({ channel: 'sms', phone: { number: '+8821312345678', country: '001' } });
  await portal.browser().send('POST /api/recovery', { identifier: foreign.account.email });
  expect(await portal.deliver()).toEqual([]);
  report('T77', { asked: SMS_PER_DAY, 'texts sent': byStrangers, 'to countries not allowed': 0 });
});
