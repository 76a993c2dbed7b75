import { expect, test } from 'vitest';
import type { Person } from './harness/person.ts';
import { report, rounds } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { signIn, typePassword } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage();

/** A stranger who fails so often, each time as soon as the account is not delayed any more. */
async function attack(person: Person, times: number): Promise<void> {
  const { portal } = stage;
  for (let i = 0; i < times; i += 1) {
    await typePassword(portal.browser(), person, { password: `Guess-${i}` });
    portal.clock.advance(901);
  }
}

test('T20 a known browser gets in at once while a stranger keeps failing, and re-opens the account for new ones', async () => {
  const { portal } = stage;
  const tried = rounds(1);
  for (let round = 0; round < tried; round += 1) {
    const person = await portal.person();
    const own = portal.browser();
    await signIn(portal, own, person);
    await attack(person, 55);
    expect((await typePassword(portal.browser(), person)).code).toBe('sign-in-refused');
    expect((await signIn(portal, own, person)).status).toBe(200);
    portal.clock.advance(31);
    expect((await signIn(portal, portal.browser(), person)).status).toBe(200);
  }
  report('T20', { rounds: tried, 'known browser got in': tried, 'new browser got in after it': tried });
});

test('T20 a new browser of the owner waits fifteen minutes at most, below the fifty that close the factor', async () => {
  const { portal } = stage;
  let longest = 0;
  for (const fails of [4, 6, 10, 20, 49]) {
    const person = await portal.person();
    await attack(person, fails - 1);
    await typePassword(portal.browser(), person, { password: 'Guess-last' });
    let waited = 0;
    for (; (await typePassword(portal.browser(), person)).status !== 200; waited += 20) portal.clock.advance(20);
    longest = Math.max(longest, waited);
  }
  expect(longest).toBeLessThanOrEqual(900 + 20);
  report('T20', { 'longest wait of a new browser in seconds': longest });
});

test('T20 a stranger who fails at the same moment does not make a known browser fail', async () => {
  const { portal } = stage;
  const tried = rounds(10);
  const person = await portal.person();
  const own = portal.browser();
  await signIn(portal, own, person);
  for (let round = 0; round < tried; round += 1) {
    portal.clock.advance(400);
    const strangers = Array.from({ length: 20 }, () => typePassword(portal.browser(), person, { password: 'Guess' }));
    const [signedIn] = await Promise.all([signIn(portal, own, person), ...strangers]);
    expect(signedIn.status).toBe(200);
  }
  report('T20', { 'sign-ins under fire': tried, failed: 0 });
});

test('T20 a copied name of a known browser, without its token, counts as a stranger', async () => {
  const { portal } = stage;
  const person = await portal.person();
  const own = portal.browser();
  await signIn(portal, own, person);
  const [name = ''] = [...own.jar.keys()].filter((key) => key.startsWith('__Host-known-'));
  for (let i = 0; i < 60; i += 1) {
    const thief = portal.browser();
    thief.jar.set(name, 'A'.repeat(43));
    await typePassword(thief, person, { password: `Guess-${i}` });
    portal.clock.advance(901);
  }
  const rows = (await portal.database.rows('limits')).filter(({ subject }) => subject === person.account.id);
  expect(rows.map(({ scope, passwordTries }) => [scope === 'shared', passwordTries]).toSorted()).toEqual([
    [false, undefined],
    [true, 50],
  ]);
  expect((await signIn(portal, own, person)).status).toBe(200);
});
