import type { Account, Visit } from './account.ts';
import type { Device } from './device.ts';
import type { ConfirmationFlow, EnrolmentFlow } from './flow.ts';
import type { NotMe } from './not-me.ts';

export interface OpeningEnrolment {
  readonly flow: EnrolmentFlow;
  /** Used up by it; a first phone needs none. */
  readonly confirmation?: ConfirmationFlow;
  readonly idempotencyHash?: string;
}

/** A phone becomes one of the account's, in one transaction with what its owner is told. */
export interface Activation {
  readonly flow: EnrolmentFlow;
  readonly account: Account;
  readonly device: Device;
  /** Id of the notice owed by e-mail; the one by SMS is named after it. */
  readonly notice: string;
  /** The link that the notice carries. */
  readonly notMe: NotMe;
  readonly visit: Visit;
}

/** `changed`: flow, session or account is not what was read. `full`: the account has as many phones as it may have. */
type Outcome<Done extends string> = Done | 'changed' | 'full';

/** Everything that activations of phones read and write. Each verb is one round trip; each write is conditional. */
export interface EnrolmentStore {
  /** The confirmation of that id. */
  flow(id: string): Promise<ConfirmationFlow | undefined>;
  enrolment(id: string): Promise<EnrolmentFlow | undefined>;
  account(id: string): Promise<Account | undefined>;
  device(account: string, id: string): Promise<Device | undefined>;
  open(opening: OpeningEnrolment): Promise<Outcome<'opened'>>;
  /** A phone shows it; nothing where another has gone on meanwhile. */
  show(flow: EnrolmentFlow, now: number): Promise<'shown' | 'changed'>;
  /** The link is used up by this phone, which now waits for its number until `endsAt`. */
  register(flow: EnrolmentFlow, device: Device, now: number): Promise<Outcome<'registered'>>;
  /** The one try of the number. */
  buyNumberTry(
    flow: EnrolmentFlow,
    tried: NonNullable<EnrolmentFlow['tried']>,
    now: number,
  ): Promise<'bought' | 'sold'>;
  activate(activation: Activation): Promise<Outcome<'activated'>>;
  /** The phone is forgotten and the flow ended. */
  forget(flow: EnrolmentFlow, device: Pick<Device, 'account' | 'id'>, visit: Visit): Promise<void>;
}
