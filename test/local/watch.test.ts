import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { watchSources } from '../../local/watch.ts';

it('rebuilds after changes, never twice at once, and not once it has ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portal-'));
  mkdirSync(join(folder, 'deep'));
  let [begun, ended, together, most] = [0, 0, 0, 0];
  let finish = Promise.withResolvers<void>();
  const watching = watchSources(async () => {
    begun += 1;
    together += 1;
    most = Math.max(most, together);
    await finish.promise;
    together -= 1;
    ended += 1;
  }, [folder, join(folder, 'missing')]);

  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, 'deep', name), name);
  await expect.poll(() => begun).toBe(1);
  writeFileSync(join(folder, 'd'), 'during the first build');
  // Time enough to begin a second one, wrongly.
  await pause(400);
  expect(begun).toBe(1);
  const first = finish;
  finish = Promise.withResolvers<void>();
  first.resolve();
  await expect.poll(() => begun).toBe(2);
  expect(ended).toBe(1);
  watching.end();
  finish.resolve();
  await expect.poll(() => ended).toBe(2);
  writeFileSync(join(folder, 'e'), 'unseen');
  await pause(300);
  rmSync(folder, { recursive: true });
  expect([begun, most]).toEqual([2, 1]);
});
