import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import type { FunctionSpec } from '../../lambdas/flows/spec.ts';
import { functions } from '../../lambdas/flows.ts';
import { entryOf, functionBundling } from '../../lib/function-bundling.ts';
import { tableNames } from '../../lib/table-names.ts';

const specs: Readonly<Record<string, FunctionSpec>> = functions;
const CREDENTIALS = '@aws-sdk/credential-provider-node';

/** Functions in which people choose a password. */
const SETS_PASSWORDS = new Set(['recovery', 'security']);

/** A function's bundle, its size, and the files of which something is left in it. */
async function bundle(name: string) {
  const { format, target, minify, mainFields, esbuildArgs } = functionBundling;
  const alias = { [CREDENTIALS]: String(esbuildArgs?.[`--alias:${CREDENTIALS}`]) };
  const options = { format, target, minify, mainFields, alias, legalComments: 'none' } as const;
  const { metafile, outputFiles } = await build({
    ...options,
    entryPoints: [entryOf(name)],
    outfile: 'index.js',
    bundle: true,
    platform: 'node',
    write: false,
    metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  const files = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return { bytes: output?.bytes ?? Number.NaN, files: files.map(([file]) => file), text: outputFiles[0]?.text ?? '' };
}

describe.each(Object.entries(specs))('the bundle of %s', async (name, spec) => {
  const { bytes, files, text } = await bundle(name);

  test('is small: below 300 KB, and below 450 KB where messages are sent or passwords are set', () => {
    expect(bytes).toBeLessThan(spec.channels.length > 0 || SETS_PASSWORDS.has(name) ? 450_000 : 300_000);
  });

  test('holds the list of common passwords only where passwords are set', () => {
    expect(files.includes('lambdas/auth/common-passwords.json')).toBe(SETS_PASSWORDS.has(name));
  });

  test('takes credentials from the environment and has no other provider', () => {
    const providers = files.filter((file) => file.includes('/credential-provider-'));
    expect(new Set(providers.map((file) => /credential-provider-\w+/.exec(file)?.[0]))).toEqual(
      new Set(['credential-provider-env']),
    );
  });

  test('asks for exactly the tables it was granted', () => {
    const asked = [...text.matchAll(/\.table\(["'`](\w+)["'`]\)/g)].map(([, table]) => table);
    expect([...new Set(asked)].sort()).toEqual(tableNames(spec.tables).sort());
  });

  test('holds no store of a table it was not granted', () => {
    const stores = tableNames().filter((table) => files.includes(`lambdas/store/${table}.ts`));
    expect(tableNames(spec.tables)).toEqual(expect.arrayContaining(stores));
    expect(stores).not.toHaveLength(0);
  });

  test('holds the clients of exactly the services it was granted', () => {
    const clients = new Set(files.map((file) => /@aws-sdk\/client-([\w-]+)/.exec(file)?.[1]).filter(Boolean));
    const expected = [
      'dynamodb',
      ...(spec.secrets.length > 0 ? ['secrets-manager'] : []),
      ...(spec.channels.includes('email') ? ['sesv2'] : []),
      ...(spec.channels.includes('sms') ? ['sns'] : []),
      ...(spec.channels.includes('sockets') ? ['apigatewaymanagementapi'] : []),
    ];
    expect([...clients].sort()).toEqual(expected.sort());
  });
});
