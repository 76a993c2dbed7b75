import type { Account } from '../../lambdas/auth/account.ts';
import type { RecoveryFlow } from '../../lambdas/auth/flow.ts';
import type { OwedToAccount, Postage, Recovered } from '../../lambdas/auth/recovery-store.ts';
import type { Store } from '../fakes/memory-store.ts';
import { idOf, person, START } from './people.ts';
import { VISIT } from './sign-ins.ts';

let made = 0;
export const nextId = (kind: string): string => {
  made += 1;
  return idOf(`r-${kind}-${made}-`);
};

/** Somebody in a recovery that has just begun. */
export interface Recovering {
  readonly store: Store;
  readonly account: Account;
  readonly flow: RecoveryFlow;
  flowOf(given?: Partial<RecoveryFlow>): RecoveryFlow;
  codeOf(flow: RecoveryFlow): OwedToAccount;
  /** A send that is paid for, if those before it are all. */
  postage(before?: readonly number[], at?: number): Postage;
  /** No send is left. */
  unpaid(at?: number): Postage;
  recoveredOf(given?: Partial<Recovered>): Recovered;
  /** The flow with a newer code. */
  resentOf(at?: number): RecoveryFlow;
  /** What is owed or was to the account. */
  messages(): ReturnType<Store['messages']>;
}

export async function startRecovering(store: Store): Promise<Recovering> {
  const id = nextId('person');
  const email = `${id.toLowerCase()}@example.org`;
  const account = person({ id, email, phone: { number: '+31612345678', country: 'NL', verified: true } });
  const tally = { subject: id };
  const flowOf = (given: Partial<RecoveryFlow> = {}): RecoveryFlow => ({
    id: nextId('flow'),
    kind: 'recovery',
    status: 'open',
    secretHash: 'hash-of-the-cookie',
    account: id,
    epoch: account.epoch,
    expiresAt: START + 20 * 60_000,
    keyId: 'k1',
    counter: 1,
    codeEndsAt: START + 10 * 60_000,
    triesLeft: 5,
    channel: 'preferred',
    sentAt: START,
    visit: VISIT,
    ...given,
  });
  const flow = flowOf();
  const recovering: Recovering = {
    store,
    account,
    flow,
    flowOf,
    codeOf: ({ id: of, counter, channel }) => ({
      id: nextId('message'),
      message: { kind: 'reset-code', flow: of, counter },
      channel,
    }),
    postage: (before = [], at = START) => ({
      account: id,
      tally,
      send: { before, after: [...before, at / 1000] },
      now: at,
    }),
    unpaid: (at = START) => ({ account: id, tally, now: at }),
    recoveredOf: (given = {}) => ({
      flow,
      account,
      passwordHash: 'new-hash',
      newEpoch: 'epoch-2',
      notice: nextId('notice'),
      browser: { hash: nextId('browser'), until: START + 1e9 },
      visit: { ...VISIT, at: START + 1000 },
      ...given,
    }),
    resentOf: (at = START + 30_000) => ({ ...flow, counter: 2, channel: 'sms', sentAt: at, codeEndsAt: at + 600_000 }),
    messages: async () => (await store.messages()).filter((message) => message.account === id),
  };
  await store.settle(account);
  await store.recovery.begin(flow, recovering.codeOf(flow), recovering.postage());
  return recovering;
}

type Ended = (recovering: Recovering) => Promise<{ readonly flow: RecoveryFlow; readonly now: number }>;

/** Ways in which a flow has ended or become another. */
export const ended: readonly (readonly [string, Ended])[] = [
  ['at exactly the end of the flow', async ({ flow }) => ({ flow, now: flow.expiresAt })],
  [
    'when a newer code was sent',
    async ({ store, flow, resentOf, codeOf, unpaid }) => {
      await store.recovery.resend(flow, resentOf(START), codeOf(flow), unpaid());
      return { flow, now: START };
    },
  ],
  [
    'when it was answered',
    async ({ store, flow, recoveredOf }) => {
      await store.recovery.complete(recoveredOf());
      return { flow, now: START + 1000 };
    },
  ],
  [
    'with the secret of another browser',
    async ({ flow }) => ({ flow: { ...flow, secretHash: 'another' }, now: START }),
  ],
  ['that nobody began', async ({ flowOf }) => ({ flow: flowOf(), now: START })],
];
