import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { run } from '../../bin/command-line/run.ts';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the operators' command line in this process, as in a process of its own with this environment. */
export async function runHere(
  words: readonly string[],
  stdin: string | Buffer,
  variables: Readonly<Record<string, string>>,
): Promise<Ran> {
  const [input, output, notes] = [new PassThrough(), new PassThrough(), new PassThrough()];
  input.end(stdin);
  const code = await run(words, { variables, input, output, notes });
  output.end();
  notes.end();
  return { code, stdout: await text(output), stderr: await text(notes) };
}
