import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { sharedAssembly } from '../harness/shared-assembly.ts';

mkdirSync('.local', { recursive: true });
const folder = mkdtempSync(resolve('.local/assembly-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is CommonJS to Node, although the data folder lies below a package of ES modules', async () => {
  cpSync(await sharedAssembly(), folder, { recursive: true });
  const asset = readdirSync(folder).find((name) => name.startsWith('asset.'));
  const nearest = findPackageJSON('.', join(folder, String(asset), 'index.js')) ?? '';
  expect(JSON.parse(readFileSync(nearest, 'utf8'))).toEqual({ type: 'commonjs' });
});
