import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { watchSources } from '../../local/watch.ts';

it('gathers changes, and never rebuilds twice at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portal-'));
  mkdirSync(join(folder, 'deep'));
  const builds: { began: number; ended: number }[] = [];
  const watching = watchSources(async () => {
    const began = performance.now();
    await pause(400);
    builds.push({ began, ended: performance.now() });
  }, [folder, join(folder, 'missing')]);

  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, 'deep', name), name);
  await pause(350);
  writeFileSync(join(folder, 'd'), 'during the first build');
  await pause(1_200);
  watching.end();
  writeFileSync(join(folder, 'e'), 'unseen');
  await pause(300);
  rmSync(folder, { recursive: true });

  expect(builds).toHaveLength(2);
  expect(builds[1]?.began).toBeGreaterThanOrEqual(builds[0]?.ended ?? Number.POSITIVE_INFINITY);
});
