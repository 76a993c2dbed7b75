import { defineConfig } from 'vitest/config';
import { CREDENTIALS } from './test/harness/credentials.ts';

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
    globalSetup: 'test/harness/dynamodb-local.ts',
    projects: [
      project('unit', ['test/**/*.test.ts'], { timeoutSeconds: 10, exclude: Object.values(folders).flat() }),
      project('store', folders.store, { timeoutSeconds: 30 }),
      project('attacks', folders.attacks, { timeoutSeconds: 120 }),
      project('stack', folders.stack, { timeoutSeconds: 120 }),
      project('local', folders.local, { timeoutSeconds: 120 }),
      project('e2e', folders.e2e, { timeoutSeconds: 180 }),
    ],
  },
});

function project(
  name: string,
  include: readonly string[],
  { timeoutSeconds, exclude = [] }: { timeoutSeconds: number; exclude?: readonly string[] },
) {
  return {
    test: {
      name,
      include: [...include],
      exclude: [...exclude],
      testTimeout: timeoutSeconds * 1000,
      hookTimeout: timeoutSeconds * 1000,
      env: {
        AWS_REGION: CREDENTIALS.region,
        AWS_ACCESS_KEY_ID: CREDENTIALS.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: CREDENTIALS.credentials.secretAccessKey,
      },
    },
  };
}
