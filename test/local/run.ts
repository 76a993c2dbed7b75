import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { runPortal } from '../../local/portal.ts';
import { writeFixture } from './fixture.ts';

const Facts = z.object({
  origin: z.string(),
  region: z.string(),
  endpoints: z.record(z.string(), z.string()),
  environment: z.record(z.string(), z.string()),
  clockOffsetSeconds: z.number(),
});

/** The local run of the small stack, in this process. `publish` changes the stack and waits until that is live. */
export async function runFixture(data = mkdtempSync(join(tmpdir(), 'portal-'))) {
  const printed: string[] = [];
  let version = 'one';
  const portal = await runPortal({
    port: 0,
    data,
    fresh: false,
    synthesize: async (folder) => writeFixture(folder, version),
    hints: () => ['Sign in as robin.'],
    print: (words) => printed.push(words),
  });
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${portal.origin}${path}`, { redirect: 'manual', ...init });
  const local = (method: string, path: string, body?: unknown) =>
    ask(`/_local/${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  return {
    ...portal,
    data,
    printed,
    ask,
    local,
    facts: async () => Facts.parse(await (await local('GET', 'stack')).json()),
    logs: async () => JSON.stringify(await (await local('GET', 'logs')).json()),
    publish: async (next: string) => {
      version = next;
      await portal.reload();
    },
    forget: () => rmSync(data, { recursive: true, force: true }),
  };
}

export type FixtureRun = Awaited<ReturnType<typeof runFixture>>;
