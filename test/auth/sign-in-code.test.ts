import { beforeEach, describe, expect, it } from 'vitest';
import { knownName } from '../../lambdas/auth/known-browser.ts';
import type { OpenedSignIn } from '../../lambdas/auth/sign-in.ts';
import { waitingSignIn } from '../../lambdas/auth/sign-in-code.ts';
import { hashToken } from '../../lambdas/auth/tokens.ts';
import { idOf, person, START } from '../harness/people.ts';
import { type Portal, portalWith, wrong } from '../harness/rules.ts';
import { VISIT } from '../harness/sign-ins.ts';

const anna = person({ phone: { number: '+31612345678', country: 'NL', verified: true } });
const MINUTE = 60_000;
const ENDED = { code: 'flow-ended', facts: {} };

let portal: Portal;
let opened: OpenedSignIn;

beforeEach(async () => {
  portal = await portalWith(anna);
  opened = await portal.signIn();
});

const wrongCode = (now = START + 1000) => portal.answer(opened, { code: wrong(portal.codeOf(opened.flow)), now });

describe('the right code', () => {
  it('begins a session and makes the browser known', async () => {
    const done = await portal.answer(opened);
    expect(done).toEqual({
      account: anna.id,
      sessionToken: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      knownToken: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    });
    expect((await portal.store.sessions.read(anna.id, hashToken(done.sessionToken))).session).toEqual({
      account: anna.id,
      token: hashToken(done.sessionToken),
      epoch: anna.epoch,
      globalEpoch: '',
      flow: opened.flow.id,
      createdAt: START + 1000,
      usedAt: START + 1000,
      visit: VISIT,
    });
  });

  it('tells the owner, once', async () => {
    await portal.answer(opened);
    const [, notice, ...more] = await portal.store.messages();
    expect(notice).toMatchObject({ kind: 'new-browser', channel: 'email', visit: { ...VISIT, at: START + 1000 } });
    expect(more).toEqual([]);
  });

  it('shows the next sign-in the one before it', async () => {
    await portal.answer(opened);
    const next = await portal.signIn({ now: START + MINUTE });
    expect(next.flow.previous).toEqual({ ...VISIT, at: START + 1000 });
  });

  it('from a known browser owes no notice and no new token', async () => {
    const { knownToken: token = '' } = await portal.answer(opened);
    const again = await portal.signIn({ known: { account: anna.id, token }, now: START + MINUTE });
    const done = await portal.answer(again, { now: START + MINUTE });
    expect(done).toEqual({ account: anna.id, sessionToken: expect.any(String) });
    expect((await portal.store.messages()).filter(({ kind }) => kind === 'new-browser')).toHaveLength(1);
  });

  it('T26: no two sign-ins share a session, a flow or a cookie', async () => {
    const first = await portal.answer(opened);
    const second = await portal.signIn({ now: START + MINUTE });
    expect(second.cookie).not.toEqual(opened.cookie);
    expect((await portal.answer(second, { now: START + MINUTE })).sessionToken).not.toBe(first.sessionToken);
  });
});

describe('a wrong code', () => {
  it('is refused with the tries that are left', async () => {
    for (const triesLeft of [4, 3, 2, 1, 0])
      await expect(wrongCode()).rejects.toMatchObject({ code: 'code-refused', facts: { triesLeft } });
    expect((await portal.store.audit(anna.id)).map(({ reason }) => reason)).toEqual(
      Array.from({ length: 5 }, () => 'wrong-code'),
    );
  });

  it('the sixth try is refused even with the right code', async () => {
    for (let tried = 0; tried < 5; tried += 1) await wrongCode().catch(() => undefined);
    await expect(portal.answer(opened)).rejects.toMatchObject(ENDED);
  });

  it('the fifth try may be right', async () => {
    for (let tried = 0; tried < 4; tried += 1) await wrongCode().catch(() => undefined);
    await expect(portal.answer(opened)).resolves.toBeDefined();
  });

  it('T03: a new code refills no tries', async () => {
    for (let tried = 0; tried < 4; tried += 1) await wrongCode().catch(() => undefined);
    const flow = await portal.resend(opened, START + 30_000);
    expect(flow.triesLeft).toBe(1);
    await expect(wrongCode(START + 30_000)).rejects.toMatchObject({ code: 'code-refused' });
    await expect(portal.answer({ ...opened, flow }, { now: START + 31_000 })).rejects.toMatchObject(ENDED);
  });

  it('T03: counts at the account over all its flows, and waits grow there', async () => {
    for (let tried = 0; tried < 5; tried += 1) await wrongCode().catch(() => undefined);
    const next = await portal.signIn({ now: START + 1500 });
    const flow = await portal.resend(next, START + 30_000);
    const at = START + 30_000;
    await expect(portal.answer({ ...next, flow }, { code: wrong(portal.codeOf(flow)), now: at })).rejects.toMatchObject(
      { code: 'code-refused' },
    );
    await expect(portal.answer({ ...next, flow }, { now: at + 1 })).rejects.toMatchObject({
      code: 'too-many-attempts',
      facts: { retryAfterSeconds: 2 },
    });
    expect((await portal.store.signIn.flow(flow.id))?.triesLeft).toBe(4);
    await expect(portal.answer({ ...next, flow }, { now: at + 2000 })).resolves.toBeDefined();
  });
});

describe('a code that is over', () => {
  it('T07: is refused from exactly its end', async () => {
    await expect(portal.answer(opened, { now: START + 5 * MINUTE })).rejects.toMatchObject({ code: 'code-expired' });
    await expect(portal.answer(opened, { now: START + 5 * MINUTE - 1 })).resolves.toBeDefined();
  });

  it('T07: so is everything from exactly the end of the flow', async () => {
    await expect(portal.answer(opened, { now: START + 20 * MINUTE })).rejects.toMatchObject(ENDED);
    await expect(portal.resend(opened, START + 20 * MINUTE)).rejects.toMatchObject(ENDED);
    await expect(portal.resend(opened, START + 20 * MINUTE - 1)).resolves.toMatchObject({
      codeEndsAt: START + 20 * MINUTE,
    });
  });

  it('T10: is refused when a newer one was sent', async () => {
    const flow = await portal.resend(opened, START + 30_000);
    const before = portal.codeOf(opened.flow);
    await expect(portal.answer(opened, { code: before, now: START + 31_000 })).rejects.toMatchObject({
      code: 'code-refused',
    });
    await expect(portal.answer({ ...opened, flow }, { now: START + 31_000 })).resolves.toBeDefined();
  });

  it('T10: is refused when it was used', async () => {
    await portal.answer(opened);
    await expect(portal.answer(opened)).rejects.toMatchObject(ENDED);
  });

  it('does not exist in a flow that could send none', async () => {
    const second = await portal.signIn({ now: START + 1000 });
    await expect(portal.answer(second, { code: '000000', now: START + 2000 })).rejects.toMatchObject({
      code: 'code-expired',
    });
  });

  it.each([{ status: 'locked' }, { status: 'disabled' }, { epoch: 'epoch-2' }] as const)(
    'T10: is refused when the account has %o by now',
    async (change) => {
      await portal.store.settle({ ...anna, ...change });
      await expect(portal.answer(opened)).rejects.toMatchObject(ENDED);
      await expect(portal.resend(opened, START + 30_000)).rejects.toMatchObject(ENDED);
      expect(await waitingSignIn(portal.needs, opened.cookie, START)).toBeUndefined();
    },
  );
});

describe('a flow belongs to one browser', () => {
  it('without its cookie, or with the secret of another, it does not exist', async () => {
    const other = { ...opened.cookie, secret: 'another' };
    await expect(portal.answer(opened, { cookie: undefined })).rejects.toMatchObject(ENDED);
    await expect(portal.answer(opened, { cookie: other })).rejects.toMatchObject(ENDED);
    expect(await waitingSignIn(portal.needs, undefined, START)).toBeUndefined();
    expect(await waitingSignIn(portal.needs, other, START)).toBeUndefined();
    expect((await portal.store.signIn.flow(opened.flow.id))?.triesLeft).toBe(5);
  });

  it('T12: the stored hash of its secret is not its secret', async () => {
    const stored = { ...opened.cookie, secret: opened.flow.secretHash };
    await expect(portal.answer(opened, { cookie: stored })).rejects.toMatchObject(ENDED);
  });

  it('a second tab cannot change the first one’s flow', async () => {
    await expect(portal.answer(opened, { flow: idOf('another-flow') })).rejects.toMatchObject({
      code: 'flow-mismatch',
    });
  });
});

describe('a repeat after a lost answer', () => {
  const idempotencyKey = 'repeat-me-0123456789';

  it('under the same key gets the same tokens, and makes no second session', async () => {
    const first = await portal.answer(opened, { idempotencyKey });
    expect(await portal.answer(opened, { idempotencyKey, now: START + 60 * MINUTE - 31 * MINUTE })).toEqual(first);
    expect((await portal.store.audit(anna.id)).filter(({ event }) => event === 'signed-in')).toHaveLength(1);
  });

  it('under another key, or none, is refused', async () => {
    await portal.answer(opened, { idempotencyKey });
    await expect(portal.answer(opened, { idempotencyKey: 'another-key-0123456' })).rejects.toMatchObject(ENDED);
    await expect(portal.answer(opened)).rejects.toMatchObject(ENDED);
  });

  it('of a request that had no key is refused', async () => {
    await portal.answer(opened);
    await expect(portal.answer(opened, { idempotencyKey })).rejects.toMatchObject(ENDED);
  });

  it('is refused when the session has ended, by sign-out or by time', async () => {
    const { sessionToken } = await portal.answer(opened, { idempotencyKey });
    await expect(portal.answer(opened, { idempotencyKey, now: START + 1000 + 30 * MINUTE })).rejects.toMatchObject(
      ENDED,
    );
    await portal.store.sessions.end(anna.id, hashToken(sessionToken), VISIT);
    await expect(portal.answer(opened, { idempotencyKey })).rejects.toMatchObject(ENDED);
  });
});

it('a browser keeps what it is known by under a name that tells nothing of the account', () => {
  expect(knownName(portal.needs.keys, anna.id)).toMatch(/^[A-Za-z0-9_-]{12}$/);
  expect(knownName(portal.needs.keys, anna.id)).not.toBe(knownName(portal.needs.keys, idOf('somebody')));
});
