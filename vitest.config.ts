import { defineConfig } from 'vitest/config';
import { CREDENTIALS } from './test/harness/credentials.ts';
import { LongFirst } from './test/harness/long-first.ts';

/** Tests that need more than a processor live in folders of their own; all others are `unit`. */
const folders = {
  store: ['test/store/**/*.test.ts', 'test/handlers/**/*.test.ts', 'test/bin/**/*.test.ts'],
  attacks: ['test/attacks/**/*.test.ts'],
  stack: ['test/lib/**/*.test.ts'],
  local: ['test/local/**/*.test.ts'],
  e2e: ['test/e2e/**/*.test.ts'],
};

export default defineConfig({
  test: {
    watch: false,
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    globalSetup: ['test/harness/dynamodb-local.ts', 'test/harness/shared-assembly.ts'],
    projects: [
      project('unit', 0, ['test/**/*.test.ts'], { timeoutSeconds: 30, exclude: Object.values(folders).flat() }),
      project('store', 0, folders.store, { timeoutSeconds: 60 }),
      project('stack', 0, folders.stack, { timeoutSeconds: 120 }),
      project('attacks', 1, folders.attacks, { timeoutSeconds: 120 }),
      project('local', 2, folders.local, { timeoutSeconds: 120 }),
      project('e2e', 2, folders.e2e, { timeoutSeconds: 180 }),
    ],
  },
});

/** Projects of one turn run together, turns one after the other: what is timed has no browser beside it. */
function project(
  name: string,
  turn: number,
  include: readonly string[],
  { timeoutSeconds, exclude = [] }: { timeoutSeconds: number; exclude?: readonly string[] },
) {
  return {
    test: {
      name,
      include: [...include],
      exclude: [...exclude],
      sequence: { groupOrder: turn },
      testTimeout: timeoutSeconds * 1000,
      hookTimeout: timeoutSeconds * 1000,
      // As long as anything else may take; a second, as usual, is short on a busy machine.
      expect: { poll: { timeout: 30_000 } },
      env: {
        AWS_REGION: CREDENTIALS.region,
        AWS_ACCESS_KEY_ID: CREDENTIALS.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: CREDENTIALS.credentials.secretAccessKey,
      },
    },
  };
}
