import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../lambdas/auth/account.ts';
import { DELAYS_SECONDS } from '../../lambdas/auth/limits.ts';
import type { TallyKey } from '../../lambdas/auth/tally.ts';
import type { Store } from '../fakes/memory-store.ts';
import { idOf, person, START } from '../harness/people.ts';
import { flowOf, redemptionOf, silentOpeningOf } from '../harness/sign-ins.ts';

const DAY = 24 * 3600 * 1000;
let accounts = 0;

/** What buying a password try promises, of either kind of store. */
export function triesContract(start: () => Promise<Store>): void {
  let store: Store;
  let account: Account;
  let shared: TallyKey;
  const buy = (key: TallyKey, now: number) => store.signIn.buyPasswordTry(key, now);

  beforeEach(async () => {
    store = await start();
    accounts += 1;
    account = person({ id: idOf(`tries-${accounts}-`), email: `tries${accounts}@example.org` });
    shared = { subject: account.id };
    await store.settle(account);
  });

  /** Buys so many tries, each as soon as no delay is in its way. Answers when the last was bought. */
  async function buyMany(key: TallyKey, tries: number, from = START): Promise<number> {
    let now = from;
    for (let bought = 0; bought < tries; bought += 1) {
      now += 900_000;
      expect((await buy(key, now)).outcome).toBe('bought');
    }
    return now;
  }

  async function knownBrowser(knownUntil = START + 180 * DAY): Promise<TallyKey> {
    const flow = flowOf(account);
    await store.signIn.open(silentOpeningOf(account, flow));
    const browser = idOf(`browser-${account.id}`);
    await store.signIn.redeem(redemptionOf(flow, { knownUntil, newBrowser: browser, notice: flow.id }));
    return { subject: account.id, browser };
  }

  /** Buys so many tries of the code, a flow after the other. Answers when the last was bought. */
  async function buyCodes(key: TallyKey, tries: number): Promise<number> {
    let now = START;
    for (let bought = 0; bought < tries; bought += 1) {
      now += 900_000;
      const flow = flowOf(account, { tally: key, codeEndsAt: now + 1000, expiresAt: now + 1000 });
      await store.signIn.open(silentOpeningOf(account, flow));
      expect((await store.signIn.buyCodeTry(flow, now)).outcome).toBe('bought');
    }
    return now;
  }

  it('five tries cost no wait, and each tells the standing with itself counted', async () => {
    for (const tries of [1, 2, 3, 4, 5])
      expect(await buy(shared, START)).toEqual({
        outcome: 'bought',
        standing: { sent: [], triesOnly: false, password: { tries, at: START } },
      });
    expect(await buy(shared, START)).toEqual({ outcome: 'delayed', until: START + 1000 });
  });

  it('the delay grows from one second to fifteen minutes, and ends at exactly its end', async () => {
    for (let tries = 0; tries < 5; tries += 1) await buy(shared, START);
    let at = START;
    for (const seconds of [...DELAYS_SECONDS, 900, 900]) {
      const until = at + seconds * 1000;
      expect(await buy(shared, until - 1)).toEqual({ outcome: 'delayed', until });
      expect((await buy(shared, until)).outcome).toBe('bought');
      at = until;
    }
  });

  it('an attempt during a delay is not counted and makes nobody wait longer', async () => {
    for (let tries = 0; tries < 5; tries += 1) await buy(shared, START);
    for (let attempt = 0; attempt < 20; attempt += 1) await buy(shared, START + 500);
    expect(await buy(shared, START + 1000)).toMatchObject({ standing: { password: { tries: 6, at: START + 1000 } } });
  });

  it('of forty attempts at once, five are bought', async () => {
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => buy(shared, START)));
    expect(outcomes.filter(({ outcome }) => outcome === 'bought')).toHaveLength(5);
  });

  it('of forty attempts at once after a delay, one is bought', async () => {
    for (let tries = 0; tries < 5; tries += 1) await buy(shared, START);
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => buy(shared, START + 1000)));
    expect(outcomes.filter(({ outcome }) => outcome === 'bought')).toHaveLength(1);
  });

  it('fifty in a row close the factor, however long one waits', async () => {
    const at = await buyMany(shared, 50);
    expect(await buy(shared, at + 365 * DAY)).toEqual({ outcome: 'closed', at });
  });

  it('a subject nobody has is counted like any other', async () => {
    const decoy = { subject: idOf(`decoy-${accounts}-`) };
    const at = await buyMany(decoy, 50);
    expect(await buy(decoy, at + DAY)).toEqual({ outcome: 'closed', at });
  });

  describe('a closed tally', () => {
    it('is re-opened once, with one try bought', async () => {
      const at = await buyMany(shared, 50);
      const now = at + DAY;
      expect(await store.signIn.reopen(shared, at, now)).toEqual({
        outcome: 'bought',
        standing: { sent: [], triesOnly: false, password: { tries: 1, at: now } },
      });
      expect(await store.signIn.reopen(shared, at, now)).toEqual({ outcome: 'closed', at });
      expect(await buy(shared, now)).toMatchObject({ outcome: 'bought', standing: { password: { tries: 2 } } });
    });

    it('is not re-opened for a closing that was not read', async () => {
      const at = await buyMany(shared, 50);
      expect(await store.signIn.reopen(shared, at - 1, at)).toEqual({ outcome: 'closed', at: at - 1 });
    });

    it('is not re-opened while it is open', async () => {
      await buy(shared, START);
      expect(await store.signIn.reopen(shared, START, START)).toEqual({ outcome: 'closed', at: START });
    });
  });

  describe('codes', () => {
    it('are counted apart: fifty wrong codes leave the password its tries', async () => {
      const at = await buyCodes(shared, 50);
      const now = at + DAY;
      const flow = flowOf(account, { codeEndsAt: now + 1000, expiresAt: now + 1000 });
      await store.signIn.open(silentOpeningOf(account, flow));
      expect(await store.signIn.buyCodeTry(flow, now)).toMatchObject({ outcome: 'closed' });
      expect(await buy(shared, now)).toMatchObject({ outcome: 'bought', standing: { code: { tries: 50, at } } });
    });

    it('closed, are re-opened once, for the closing that was read', async () => {
      const at = await buyCodes(shared, 50);
      expect(await store.signIn.reopenCode(shared, at - 1)).toBe('closed');
      expect(await store.signIn.reopenCode(shared, at)).toBe('reopened');
      expect(await store.signIn.reopenCode(shared, at)).toBe('closed');
      expect(await buy(shared, at)).toEqual({
        outcome: 'bought',
        standing: { sent: [], triesOnly: false, password: { tries: 1, at } },
      });
    });
  });

  describe('a known browser', () => {
    it('has tries of its own, however many strangers used up', async () => {
      const known = await knownBrowser();
      const at = await buyMany(shared, 50);
      expect(await buy(known, at)).toMatchObject({ outcome: 'bought', standing: { password: { tries: 1 } } });
    });

    it('leaves strangers theirs', async () => {
      const known = await knownBrowser();
      await buyMany(known, 50);
      expect(await buy(shared, START)).toMatchObject({ outcome: 'bought', standing: { password: { tries: 1 } } });
    });

    it('is one until exactly its end', async () => {
      const known = await knownBrowser(START + 5000);
      expect((await buy(known, START + 4999)).outcome).toBe('bought');
      expect(await buy(known, START + 5000)).toEqual({ outcome: 'unknown' });
    });

    it('is none when nobody signed in with it', async () => {
      expect(await buy({ subject: account.id, browser: 'made-up' }, START)).toEqual({ outcome: 'unknown' });
      expect(await buy({ subject: account.id, browser: 'made-up' }, START)).toEqual({ outcome: 'unknown' });
    });

    it('of another account is none', async () => {
      const { browser = '' } = await knownBrowser();
      expect(await buy({ subject: idOf('somebody-else'), browser }, START)).toEqual({ outcome: 'unknown' });
    });

    it('loses its privilege after fifty wrong passwords', async () => {
      const known = await knownBrowser();
      const at = await buyMany(known, 50);
      expect(await buy(known, at + DAY)).toEqual({ outcome: 'closed', at });
    });

    it('loses its privilege after fifty wrong codes', async () => {
      const known = await knownBrowser();
      const at = await buyCodes(known, 50);
      expect((await buy(known, at + DAY)).outcome).toBe('closed');
    });
  });
}
