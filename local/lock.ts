import { rmSync } from 'node:fs';
import * as z from 'zod/mini';
import type { Folder } from './folder.ts';
import { Trouble } from './trouble.ts';

const Run = z.object({ process: z.number(), port: z.number() });

/** Claims the folder for this process; two would spoil each other's data. Answers how to let go. Rejects when another one has it. */
export async function claim(folder: Folder, port: number): Promise<() => void> {
  const other = Run.safeParse(folder.read('run'));
  if (other.success && other.data.process !== process.pid && (await isServing(other.data))) {
    throw new Trouble(
      `This data folder is in use at http://localhost:${other.data.port} (process ${other.data.process}): stop that one, or set GATEHOUSE_DATA to another folder.`,
    );
  }
  folder.write('run', { process: process.pid, port });
  return () => rmSync(folder.path('run'), { force: true });
}

/** A killed run leaves its claim behind, and its number may belong to another process by now: so it must also answer. */
async function isServing(run: z.infer<typeof Run>): Promise<boolean> {
  try {
    process.kill(run.process, 0);
    await fetch(`http://localhost:${run.port}/_local/clock`, { signal: AbortSignal.timeout(2_000) });
    return true;
  } catch {
    return false;
  }
}
