import type { Terminal } from './terminal.ts';

/** Shorter work is over before anybody asks. */
const LONG = 100;
const STEP = 500;

/** Tells how much is done: at a terminal in one line that is written anew, elsewhere in a line now and then. */
export function progressOn(notes: Terminal['notes']): (done: number, of: number) => void {
  return (done, of) => {
    if (of < LONG) return;
    if (notes.isTTY) notes.write(done === of ? '\r\u001b[K' : `\r${done} of ${of} `);
    else if (done % STEP === 0) notes.write(`${done} of ${of}\n`);
  };
}
