import { expect, test } from 'vitest';
import { ADDRESS_TRIES, CLOSING_TRIES } from '../../lambdas/auth/limits.ts';
import type { Browser } from './harness/browser.ts';
import type { Person } from './harness/person.ts';
import { report, rounds } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { flowIn, readCode, signIn, typeCode, typePassword, wrong } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

const work = watchWork();
const stage = setStage();
const HOUR = 3600;

/** Chance to hit one of a million codes with so many guesses. */
const chance = (guesses: number): string => `${((1 - (1 - 1e-6) ** guesses) * 100).toFixed(4)} %`;

/** Who knows the password guesses codes from ever new browsers, as fast as it is let, for so long. */
async function guessCodes(person: Person, seconds: number): Promise<void> {
  const { portal } = stage;
  for (const end = portal.clock.now() + seconds * 1000; portal.clock.now() < end; ) {
    const browser = portal.browser();
    const opened = await typePassword(browser, person);
    if (opened.status !== 200) portal.clock.advance(4 * HOUR);
    else if (opened.body.delivery === 'none') portal.clock.advance(Number(opened.body.resendInSeconds));
    else await spend(browser, person, flowIn(opened), end);
  }
}

/** Four wrong answers a code, then a new code, until the flow gives no more. */
async function spend(browser: Browser, person: Person, flow: string, end: number): Promise<void> {
  const { portal } = stage;
  const code = wrong(await readCode(portal, person));
  for (let tries = 1; portal.clock.now() < end; ) {
    const { status, code: problem, body } = await typeCode(browser, flow, wrong(code, tries));
    if (problem === 'too-many-attempts') portal.clock.advance(Number(body.retryAfterSeconds));
    else if (status === 401 && tries % 4 !== 0) tries += 1;
    else {
      portal.clock.advance(31);
      const sent = await browser.send('POST /api/sign-in/send', { flow, channel: 'email' });
      if (sent.status !== 200) return portal.clock.advance(Number(sent.body.retryAfterSeconds ?? 0));
      tries += 1;
    }
  }
}

async function countAudit(person: Person, reason: string): Promise<number> {
  const rows = await stage.portal.database.rows('audit');
  return rows.filter((row) => row.account === person.account.id && row.reason === reason).length;
}

test('T03 new codes refill no tries: with the password, guesses end at fifty, in a day as in a month', async () => {
  const person = await stage.portal.person();
  const before = work.codeComparisons;
  await guessCodes(person, 24 * HOUR);
  const inADay = work.codeComparisons - before;
  await guessCodes(person, 29 * 24 * HOUR);
  const inAMonth = work.codeComparisons - before;
  expect(inAMonth).toBeLessThanOrEqual(CLOSING_TRIES);
  expect(await countAudit(person, 'wrong-code')).toBe(inAMonth);
  report('T03', { 'guesses in 24 h': inADay, 'in 30 d': inAMonth, 'chance of a takeover in 30 d': chance(inAMonth) });
});

test('T03 each sign-in of the owner from a known browser re-opens the codes, for fifty guesses and no more', async () => {
  const { portal } = stage;
  const person = await portal.person();
  const own = portal.browser();
  await signIn(portal, own, person);
  const before = work.codeComparisons;
  const days = rounds(2);
  for (let day = 0; day < days; day += 1) {
    await guessCodes(person, 30 * HOUR);
    expect((await typePassword(portal.browser(), person)).code).toBe('factor-closed');
    expect((await signIn(portal, own, person)).status).toBe(200);
    expect((await typePassword(portal.browser(), person)).status).toBe(200);
  }
  const guesses = work.codeComparisons - before - days;
  expect(guesses).toBeLessThanOrEqual(CLOSING_TRIES * (days + 1));
  const aDay = guesses / days;
  report('T03', { 'owner signs in daily, guesses a day': aDay.toFixed(1), 'chance in 30 d': chance(30 * aDay) });
});

test('T19 passwords of one account: fifty guesses, from however many addresses; attempts in a delay count nothing', async () => {
  const { portal } = stage;
  const person = await portal.person();
  const step = 480;
  const attempts = (24 * HOUR) / step;
  for (let i = 0; i < attempts; i += 1) {
    const refused = await typePassword(portal.browser(), person, { password: `Guess-${i}` });
    expect(refused.code).toBe('sign-in-refused');
    portal.clock.advance(step);
  }
  const evaluated = await countAudit(person, 'wrong-password');
  expect(evaluated).toBeLessThanOrEqual(CLOSING_TRIES);
  expect((await typePassword(portal.browser(), person)).code).toBe('sign-in-refused');
  report('T19', { attempts, 'evaluated guesses in 24 h': evaluated, refused: attempts - evaluated });
});

test('T04 many addresses guess no more than one', async () => {
  const { portal } = stage;
  const person = await portal.person();
  const addresses = rounds(200);
  for (let i = 0; i < addresses; i += 20) {
    await Promise.all(
      Array.from({ length: 20 }, (_, j) => typePassword(portal.browser(), person, { password: `Guess-${i + j}` })),
    );
    portal.clock.advance(60);
  }
  const evaluated = await countAudit(person, 'wrong-password');
  expect(evaluated).toBeLessThanOrEqual(CLOSING_TRIES);
  report('T04', { addresses, 'evaluated guesses': evaluated });
});

test('T05 one address over many accounts: a hundred guesses in ten minutes, then waits, and operators learn of it', async () => {
  const { portal } = stage;
  const address = '192.0.2.77';
  // Counts begin anew every ten minutes: who waits for it has a hundred more.
  portal.clock.advance(600 - (Math.floor(portal.clock.now() / 1000) % 600));
  const accounts = Math.min(rounds(125), 600);
  let evaluated = 0;
  for (let i = 0; i < accounts; i += 1) {
    const browser = portal.browser();
    browser.address = address;
    const { code } = await typePassword(browser, await portal.person(), { password: 'Summer-2026!' });
    evaluated += code === 'sign-in-refused' ? 1 : 0;
    portal.clock.advance(1);
  }
  const alarms = portal.logs.filter((line) => line.includes('"AddressLimit":1')).length;
  expect(evaluated).toBeLessThanOrEqual(ADDRESS_TRIES + 10);
  expect(alarms).toBe(1);
  const person = await portal.person();
  expect((await typePassword(portal.browser(), person)).status).toBe(200);
  report('T05', { accounts, 'evaluated guesses in a window': evaluated, alarms });
});

test('T05 a burst over many accounts passes the address limit by no more than what is under way at once', async () => {
  const { portal } = stage;
  const [atOnce, bursts] = [40, 8];
  let evaluated = 0;
  for (let i = 0; i < bursts; i += 1) {
    const browsers = Array.from({ length: atOnce }, () => Object.assign(portal.browser(), { address: '192.0.2.78' }));
    const replies = await Promise.all(
      browsers.map((browser, j) =>
        browser.send('POST /api/sign-in', { identifier: `burst-${i}-${j}`, password: 'Summer-2026!' }),
      ),
    );
    evaluated += replies.filter(({ code }) => code === 'sign-in-refused').length;
  }
  expect(evaluated).toBeLessThanOrEqual(ADDRESS_TRIES + atOnce);
  report('T05', { 'at once': atOnce, attempts: atOnce * bursts, 'evaluated guesses': evaluated });
});

test('T21 whatever form an identifier is typed in, one account has one count', async () => {
  const { portal } = stage;
  const { account, password } = await portal.person({ username: 'zoë.müller', email: 'zoe.muller@mail.example.org' });
  const person = { account, password };
  const aliases = [
    ...['zoë.müller', 'ZOË.MÜLLER', 'zoe\u0308.mu\u0308ller', '  zoë.müller ', 'ｚｏë.müller'],
    ...['zoe.muller@mail.example.org', 'Zoe.Muller@MAIL.Example.ORG', '\tzoe.muller@mail.example.org'],
  ];
  for (let i = 0; i < 64; i += 1) {
    const identifier = aliases[i % aliases.length] ?? '';
    await typePassword(portal.browser(), person, { identifier, password: `Guess-${i}` });
    portal.clock.advance(901);
  }
  const evaluated = await countAudit(person, 'wrong-password');
  expect(evaluated).toBe(CLOSING_TRIES);
  report('T21', { aliases: aliases.length, attempts: 64, 'evaluated guesses': evaluated });
});

test('T21 a plus-tag, a look-alike letter and an invisible one are somebody else', async () => {
  const { portal } = stage;
  const person = await portal.person({ email: 'paul@mail.example.org', username: 'paul' });
  const others = [
    'paul+x@mail.example.org',
    'p\u0430ul',
    'pa\u200bul',
    'paul@mail.example.org.',
    'paul\u0000',
    '"paul"',
  ];
  for (const identifier of others) {
    expect((await typePassword(portal.browser(), person, { identifier })).code).toBe('sign-in-refused');
  }
  expect(await countAudit(person, 'wrong-password')).toBe(0);
});
