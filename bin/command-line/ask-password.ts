import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandError, usage } from './command-error.ts';
import type { Terminal } from './terminal.ts';
import type { Values } from './words.ts';

const LONGEST_BYTES = 4096;

/** A new password: from the standard input, or typed twice at the terminal without being shown. */
export async function askPassword(values: Values, terminal: Terminal): Promise<string> {
  if (values['password-stdin'] === true) return readPassword(terminal);
  if (terminal.input.isTTY) return typePassword(terminal);
  throw usage('There is no terminal to ask for the password at: give it on the standard input with --password-stdin.');
}

/** The whole input, as UTF-8, without the line end that closes it. */
async function readPassword({ input }: Terminal): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > LONGEST_BYTES) throw usage('What came on the standard input is too long for a password.');
    chunks.push(bytes);
  }
  const password = decode(Buffer.concat(chunks)).replace(/\r?\n$/, '');
  if (password === '') throw usage('No password came on the standard input.');
  if (/[\r\n]/.test(password)) throw usage('More than one line came on the standard input.');
  return password;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw usage('The standard input is not UTF-8.');
  }
}

async function typePassword(terminal: Terminal): Promise<string> {
  const password = await askHidden(terminal, 'New password: ');
  if ((await askHidden(terminal, 'Confirm password: ')) === password) return password;
  throw new CommandError('passwords-differ', 'The two passwords are not the same. Nothing was changed.');
}

/** Asks at the terminal; what is typed goes nowhere. */
function askHidden({ input, notes }: Terminal, question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  notes.write(question);
  return new Promise<string>((resolve, reject) => {
    const stop = () => reject(new CommandError('cancelled', 'Nothing was changed.'));
    lines.on('SIGINT', stop).on('close', stop).question('', resolve);
  }).finally(() => {
    lines.close();
    notes.write('\n');
  });
}
