import { expect, it } from 'vitest';
import type { Closing } from '../../lambdas/auth/closing.ts';
import type { OpenedSignIn } from '../../lambdas/auth/sign-in.ts';
import { answerCode } from '../../lambdas/auth/sign-in-code.ts';
import { person, START } from '../harness/people.ts';
import { KNOWN_SECONDS, type Portal, portalWith, wrong } from '../harness/rules.ts';

const CLOSED = { code: 'sign-in-closed', facts: { retryAfterSeconds: 3599 } };
const closing = { from: START, until: START + 3_600_000 };
const now = START + 1000;

/** Answers the code while sign-in is closed so. */
function answer({ needs, codeOf }: Portal, { cookie, flow }: OpenedSignIn, closed: Closing, code = codeOf(flow)) {
  const store = { ...needs.store, gate: async (id: string) => ({ ...(await needs.store.gate(id)), closing: closed }) };
  return answerCode({ ...needs, store }, { cookie, flow: flow.id, code, knownBrowserSeconds: KNOWN_SECONDS, now });
}

it('closes sign-in behind the right code, does not use it up, and opens at its time', async () => {
  const anna = person();
  const portal = await portalWith(anna);
  const opened = await portal.signIn();
  await expect(answer(portal, opened, closing)).rejects.toMatchObject(CLOSED);
  // Who does not know the code learns nothing of it.
  const other = wrong(portal.codeOf(opened.flow));
  await expect(answer(portal, opened, closing, other)).rejects.toMatchObject({ code: 'code-refused' });
  await expect(answer(portal, opened, { from: START, until: now })).resolves.toMatchObject({ account: anna.id });
});

it('is not closed before its time', async () => {
  const portal = await portalWith(person());
  await expect(answer(portal, await portal.signIn(), { ...closing, from: now + 1 })).resolves.toBeDefined();
});

it.each(['member', 'support', 'admin'] as const)(
  'closed sign-in lets administrators in, and nobody else: %s',
  async (role) => {
    const portal = await portalWith(person({ role }));
    const answered = answer(portal, await portal.signIn(), closing);
    if (role === 'admin') await expect(answered).resolves.toBeDefined();
    else await expect(answered).rejects.toMatchObject(CLOSED);
  },
);
