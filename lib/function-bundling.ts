import { fileURLToPath } from 'node:url';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

const inPlaceOf = (file: string): string => fileURLToPath(new URL(`../lambdas/aws/${file}`, import.meta.url));

/**
 * How every function is bundled: one CommonJS file (starts quicker than ES modules), with the AWS SDK that was tested,
 * with credentials from the environment only (see `lambdas/aws/credentials.ts`), and without event streams (see
 * `lambdas/aws/no-event-streams.ts`).
 */
export const functionBundling: BundlingOptions = {
  format: OutputFormat.CJS,
  target: 'node24',
  minify: true,
  mainFields: ['module', 'main'],
  bundleAwsSDK: true,
  esbuildArgs: {
    '--alias:@aws-sdk/credential-provider-node': inPlaceOf('credentials.ts'),
    '--alias:@smithy/core/event-streams': inPlaceOf('no-event-streams.ts'),
    '--legal-comments': 'none',
  },
};

/** The file that holds a function's handler. */
export function entryOf(name: string): string {
  return fileURLToPath(new URL(`../lambdas/handlers/${name}.ts`, import.meta.url));
}
