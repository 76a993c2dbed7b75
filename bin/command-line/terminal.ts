import type { ReadStream, WriteStream } from 'node:tty';

/** What the command line hears and says through, and the environment it was started in. */
export interface Terminal {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly input: NodeJS.ReadableStream & Partial<Pick<ReadStream, 'isTTY'>>;
  /** Results. */
  readonly output: NodeJS.WritableStream;
  /** Questions and errors for a person. */
  readonly notes: NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY'>>;
}
