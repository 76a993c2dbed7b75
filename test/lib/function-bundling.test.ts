import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import type { FunctionSpec } from '../../lambdas/flows/spec.ts';
import { functions } from '../../lambdas/flows.ts';
import { entryOf, functionBundling } from '../../lib/function-bundling.ts';
import { tableNames } from '../../lib/table-names.ts';
import { authenticator } from '../harness/authenticator.ts';

const specs: Readonly<Record<string, FunctionSpec>> = functions;

/** The file that describes a table. Owners' notices are messages, and those of the table stand on the portal's board. */
const storeOf = (table: string) => `lambdas/store/${table === 'notices' ? 'notice-board' : table}.ts`;

/** Functions in which people choose a password. */
const SETS_PASSWORDS = new Set(['recovery', 'security']);

/** A function's bundle, its size, and the files of which something is left in it. */
async function bundle(entry: string) {
  const { metafile, outputFiles } = await build({
    ...functionBundling,
    entryPoints: [entry],
    outfile: 'index.js',
    write: false,
    metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  const files = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return { bytes: output?.bytes ?? Number.NaN, files: files.map(([file]) => file), text: outputFiles[0]?.text ?? '' };
}

describe.each(Object.entries(specs))('the bundle of %s', async (name, spec) => {
  const { bytes, files } = await bundle(entryOf(name));

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

  test('takes the tables of its own row, to which the compiler holds it', () => {
    const rows = [...readFileSync(entryOf(name), 'utf8').matchAll(/TablesOf<'([\w-]+)'>/g)].map(([, row]) => row);
    expect([...new Set(rows)]).toEqual([name]);
  });

  test('holds no store of a table it was not granted', () => {
    const stores = tableNames().filter((table) => files.includes(storeOf(table)));
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

/** Which module reads certificates has been replaced; what is left of it has to do. */
describe('fingerprints in a bundle', async () => {
  const origin = 'https://id.example.org';
  const { text } = await bundle(fileURLToPath(new URL('../../lambdas/auth/fingerprint.ts', import.meta.url)));
  const module: { exports: typeof import('../../lambdas/auth/fingerprint.ts') } = { exports: Object() };
  runInThisContext(`(function (module, exports, require) {${text}})`)(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  const { newFingerprint, assertedCounter } = module.exports;

  test('hold nothing that reads certificates', () => {
    expect(text.length).toBeLessThan(100_000);
  });

  test('are registered without attestation, and only so', async () => {
    const finger = authenticator(origin);
    const expected = { challenge: 'challenge', origin };
    expect(await newFingerprint(finger.create('challenge'), expected)).toMatchObject({ id: finger.id, counter: 0 });
    for (const fmt of ['packed', 'apple', 'android-key', 'tpm', 'fido-u2f']) {
      expect(await newFingerprint(finger.create('challenge', { fmt }), expected)).toBeUndefined();
    }
  });

  test('sign, whatever the length of the numbers in their signatures', async () => {
    const finger = authenticator(origin);
    const made = await newFingerprint(finger.create('first'), { challenge: 'first', origin });
    if (!made) throw new Error('Not registered.');
    const lengths = new Set<number>();
    for (let i = 0; i < 300; i += 1) {
      const assertion = finger.get(`challenge ${i}`, { counter: i + 1 });
      lengths.add(assertion.response.signature.length);
      expect(await assertedCounter(made, assertion, { challenge: `challenge ${i}`, origin })).toBe(i + 1);
    }
    expect(lengths.size).toBeGreaterThan(1);
    const { response, ...ids } = finger.get('last', { counter: 999 });
    const signature = `${response.signature.slice(0, -4)}AAAA`;
    const forged = { ...ids, response: { ...response, signature } };
    expect(await assertedCounter(made, forged, { challenge: 'last', origin })).toBeUndefined();
  });
});
