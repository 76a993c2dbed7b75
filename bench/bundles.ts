import { statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { functions } from '../lambdas/flows.ts';
import { entryOf, functionBundling } from '../lib/function-bundling.ts';

/** A bundle on disk, to be loaded with `require`. */
export interface Bundle {
  readonly file: string;
  readonly bytes: number;
}

const STOCK = new URL('./start/stock.ts', import.meta.url).pathname;

/** Every function as the stack bundles it, and `stock`: a handler with nothing but a DynamoDB client, as the SDK comes. */
export async function buildBundles(folder: string): Promise<Readonly<Record<string, Bundle>>> {
  const own = Object.keys(functions).map((name) => [name, entryOf(name), functionBundling.alias] as const);
  const built = [...own, ['stock', STOCK, {}] as const].map(async ([name, entry, alias]) => {
    const file = join(folder, name, 'index.js');
    await bundle(entry, file, alias);
    return [name, { file, bytes: statSync(file).size }] as const;
  });
  return Object.fromEntries(await Promise.all(built));
}

/** One function; without aliases, with the SDK as it comes. */
export async function bundle(entry: string, file: string, alias: Record<string, string> = {}): Promise<void> {
  await build({ ...functionBundling, alias, entryPoints: [entry], outfile: file, logLevel: 'error' });
}
