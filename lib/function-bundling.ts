import { fileURLToPath } from 'node:url';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

const credentials = fileURLToPath(new URL('../lambdas/aws/credentials.ts', import.meta.url));

/**
 * How every function is bundled: one CommonJS file (starts quicker than ES modules), with the AWS SDK that was tested,
 * and with credentials from the environment only (see `lambdas/aws/credentials.ts`).
 */
export const functionBundling: BundlingOptions = {
  format: OutputFormat.CJS,
  target: 'node24',
  minify: true,
  mainFields: ['module', 'main'],
  bundleAwsSDK: true,
  esbuildArgs: { '--alias:@aws-sdk/credential-provider-node': credentials, '--legal-comments': 'none' },
};

/** The file that holds a function's handler. */
export function entryOf(name: string): string {
  return fileURLToPath(new URL(`../lambdas/handlers/${name}.ts`, import.meta.url));
}
