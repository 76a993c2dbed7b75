import type { Identifier } from '../../../lambdas/auth/identifiers.ts';
import { inviteAccount } from '../../../lambdas/auth/invitations.ts';
import { OperatorRefusal } from '../../../lambdas/auth/operator-refusal.ts';
import type { Desk } from '../command.ts';
import { type BadLine, CommandError } from '../command-error.ts';
import { failureOf } from '../failure.ts';
import { inParallel, pace } from '../in-parallel.ts';
import type { Invitee, InviteeFile } from './invitees.ts';

type Importing = Pick<Desk, 'needs' | 'progress'>;

export interface Imported {
  readonly invited: number;
  /** Had an account already. */
  readonly existing: number;
}

/** At once: enough to wait for nothing but the tables. */
const WIDTH = 8;

/**
 * Invites who has no account. Each is a transaction of its own, so that a run that ends half-way leaves whole accounts
 * and another run goes on with the rest. Throws, before anything is written, with every line that is wrong.
 */
export async function importInvitees(
  { needs, progress }: Importing,
  { invitees, wrong }: InviteeFile,
  perSecond: number,
): Promise<Imported> {
  const { missing, taken } = await missingIn({ needs, progress }, invitees);
  refuseWrong([...wrong, ...taken], invitees.length + wrong.length);
  const turn = pace(perSecond);
  let [done, invited] = [0, 0];
  const importing = inParallel(missing, WIDTH, async ({ details }) => {
    await turn();
    if (await isInvitedNow(needs, details)) invited += 1;
    done += 1;
    progress(done, missing.length);
  });
  await importing.catch((error: unknown) => {
    const { code, message } = failureOf(error);
    throw new CommandError(
      code,
      `${message} ${invited} of ${missing.length} are invited: run it again for the others.`,
    );
  });
  return { invited, existing: invitees.length - invited };
}

/** False when another run was quicker. */
async function isInvitedNow(needs: Desk['needs'], details: Invitee['details']): Promise<boolean> {
  try {
    await inviteAccount(needs, details);
    return true;
  } catch (error) {
    const isThere = error instanceof OperatorRefusal && ['email-taken', 'already-invited'].includes(error.code);
    if (isThere) return false;
    throw error;
  }
}

/** Two identifiers each fit into one read. */
const BATCH = 50;

function refuseWrong(wrong: readonly BadLine[], count: number): void {
  if (wrong.length === 0) return;
  const lines = wrong.toSorted((a, b) => a.line - b.line);
  throw new CommandError(
    'csv-refused',
    `Nobody was invited. Lines that are wrong: ${lines.length} of ${count}.`,
    1,
    lines,
  );
}

/** Who has no account; and the lines whose user name is somebody else's. */
async function missingIn({ needs }: Importing, invitees: readonly Invitee[]) {
  const batches = Array.from({ length: Math.ceil(invitees.length / BATCH) }, (_, i) =>
    invitees.slice(i * BATCH, (i + 1) * BATCH),
  );
  const taken = new Set<string>();
  await inParallel(batches, WIDTH, async (batch) => {
    for (const { kind, canonical } of await needs.store.claimed(batch.flatMap(identifiersOf))) {
      taken.add(`${kind}#${canonical}`);
    }
  });
  const missing = invitees.filter(({ details }) => !taken.has(`email#${details.email}`));
  return {
    missing,
    taken: missing.filter(({ details }) => taken.has(`username#${details.username}`)).map(usernameTaken),
  };
}

function identifiersOf({ details: { email, username } }: Invitee): readonly Identifier[] {
  const byEmail = { kind: 'email', canonical: email } as const;
  return username === undefined ? [byEmail] : [byEmail, { kind: 'username', canonical: username }];
}

const usernameTaken = ({ line }: Invitee): BadLine => ({
  line,
  code: 'username-taken',
  message: 'Another account has this user name already.',
});
