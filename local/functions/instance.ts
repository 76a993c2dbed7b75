import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { FunctionPlan } from '../stack/functions.ts';
import type { Boot, Reply } from './messages.ts';

export type Outcome = { readonly result: string } | { readonly error: string };

/** One running environment of a function. Serves one call at a time. */
export interface Instance {
  /** Resolves when the bundle is loaded; rejects when it cannot be. */
  readonly ready: Promise<void>;
  /** Never rejects: an error, a crash and a timeout are outcomes. After a crash or timeout the instance is dead. */
  readonly call: (payload: string) => Promise<Outcome>;
  readonly isDead: () => boolean;
  readonly end: () => Promise<unknown>;
}

const entry = new URL('./worker.ts', import.meta.url);

export function startInstance(
  plan: FunctionPlan,
  host: { readonly clock: SharedArrayBuffer; readonly env: Record<string, string>; write(line: string): void },
): Instance {
  const { id, arn, module, export: name, timeoutSeconds, memoryMegabytes } = plan;
  const boot: Boot = { id, arn, module, export: name, timeoutSeconds, memoryMegabytes, clock: host.clock };
  const worker = new Worker(entry, { workerData: boot, env: host.env, stdout: true, stderr: true, execArgv: [] });
  for (const stream of [worker.stdout, worker.stderr]) createInterface(stream).on('line', host.write);

  let dead = false;
  let answer: (reply: Reply) => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    worker.once('message', () => {
      worker.on('message', (reply: Reply) => answer(reply));
      resolve();
    });
    const die = (error: Error) => {
      dead = true;
      answer({ error: error.stack ?? error.message });
      reject(error);
    };
    worker.on('error', die).on('exit', (code) => die(new Error(`The function ended its process (${code}).`)));
  });
  ready.catch(() => undefined);

  return {
    ready,
    isDead: () => dead,
    end: () => worker.terminate(),
    call: (payload) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          dead = true;
          worker.terminate();
          resolve({ error: `Task timed out after ${timeoutSeconds} seconds` });
        }, timeoutSeconds * 1000);
        answer = (reply) => {
          clearTimeout(timer);
          resolve(reply);
        };
        worker.postMessage({ requestId: randomUUID(), payload });
      }),
  };
}
