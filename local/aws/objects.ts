import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

const Facts = z.object({
  key: z.string(),
  /** The functions' time, in milliseconds. */
  at: z.number(),
  /** `content-type` and what begins with `x-amz-meta-`. */
  headers: z.record(z.string(), z.string()),
});

export interface StoredObject extends z.infer<typeof Facts> {
  readonly body: Buffer;
}

/** The objects of a bucket, each in two files of a folder: what it is, and what is in it. */
export interface Objects {
  readonly put: (object: StoredObject) => void;
  readonly get: (key: string) => StoredObject | undefined;
  readonly remove: (key: string) => void;
}

export function openObjects(folder: string): Objects {
  // Keys come from requests: no path is made of them.
  const path = (key: string, kind: 'json' | 'bin') =>
    join(folder, `${createHash('sha256').update(key).digest('hex')}.${kind}`);
  return {
    put: ({ body, ...facts }) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(path(facts.key, 'bin'), body, { mode: 0o600 });
      writeFileSync(path(facts.key, 'json'), JSON.stringify(facts), { mode: 0o600 });
    },
    get: (key) => {
      try {
        const facts = Facts.parse(JSON.parse(readFileSync(path(key, 'json'), 'utf8')));
        return { ...facts, body: readFileSync(path(key, 'bin')) };
      } catch {
        return undefined;
      }
    },
    remove: (key) => {
      for (const kind of ['json', 'bin'] as const) rmSync(path(key, kind), { force: true });
    },
  };
}
