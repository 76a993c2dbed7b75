import type { DeviceStore } from '../../lambdas/auth/device-store.ts';
import type { NoticeNeeds } from '../../lambdas/auth/notices.ts';
import type { OperatorNeeds } from '../../lambdas/auth/operator-deeds.ts';
import type { PublishedNotices } from '../../lambdas/auth/published-notices.ts';
import type { ConversationStore } from '../../lambdas/auth/ticket-store.ts';
import type { FeedbackCount } from '../../lambdas/store/feedback.ts';
import type { Values } from './words.ts';

export interface Option {
  /** Name of the option's value in the help; a switch has none. */
  readonly value?: string;
  readonly says: string;
  readonly isRequired?: boolean;
  /** The only values there are. */
  readonly choices?: readonly string[];
  /** May be said more than once. */
  readonly isRepeated?: boolean;
}

/** What a command has to say: one JSON document, or words for a person. */
export interface Said {
  readonly document: Readonly<Record<string, unknown>>;
  readonly words: string;
}

/** What a command works with. */
export interface Desk {
  readonly needs: OperatorNeeds;
  readonly notices: NoticeNeeds;
  readonly phones: DeviceStore;
  readonly tickets: ConversationStore;
  /** How often help was called helpful. */
  readonly feedback: () => Promise<readonly FeedbackCount[]>;
  /** Leaves the notices next to the pages. */
  readonly publish: (notices: PublishedNotices) => Promise<void>;
  /** Where people sign in. */
  readonly origin: string;
  /** Whether it is deployed for people other than the operator. */
  readonly isDeployed: boolean;
  readonly values: Values;
  /** The command's argument, where it was given; otherwise empty. */
  readonly argument: string;
  readonly secondArgument: string;
  readonly isJson: boolean;
  /** Asks the operator for a new password, on the standard input or at the terminal. */
  readonly askPassword: () => Promise<string>;
  /** Says something before the command is done, to a person. */
  readonly say: (words: string) => void;
  /** Tells how much of a long piece of work is done. */
  readonly progress: (done: number, of: number) => void;
}

export interface Command {
  readonly summary: string;
  /** More lines for `--help`. */
  readonly remarks?: readonly string[];
  /** Name of the one argument, in the help. */
  readonly argument?: string;
  readonly mayLackArgument?: boolean;
  /** Name of the one after it, which is never lacking. */
  readonly secondArgument?: string;
  readonly options: Readonly<Record<string, Option>>;
  readonly run: (desk: Desk) => Promise<Said>;
}

export interface Group {
  readonly summary: string;
  readonly commands: Readonly<Record<string, Command>>;
  /** The command that is meant where none is named. */
  readonly otherwise?: string;
}
