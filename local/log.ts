import * as z from 'zod/mini';

const Levelled = z.object({ level: z.string() });
const KEPT = 20_000;

/** What the functions wrote. */
export interface Log {
  /** Oldest first; the last 20,000 since the start. */
  readonly lines: readonly { readonly function: string; readonly line: string }[];
  /** Keeps a line of a function, and shows it to the developer if it tells of an error. */
  readonly write: (functionId: string, line: string) => void;
  /** Tells the developer something that the local run itself has to say. */
  readonly say: (words: string) => void;
}

export function createLog(print: (words: string) => void): Log {
  const lines: { function: string; line: string }[] = [];
  return {
    lines,
    write: (functionId, line) => {
      lines.push({ function: functionId, line });
      if (lines.length > KEPT) lines.shift();
      if (tellsOfError(line)) print(`[${functionId}] ${line}`);
    },
    say: print,
  };
}

function tellsOfError(line: string): boolean {
  if (!line.startsWith('{')) return !line.startsWith('[');
  try {
    return /^(error|fatal)$/i.test(Levelled.parse(JSON.parse(line)).level);
  } catch {
    return false;
  }
}
