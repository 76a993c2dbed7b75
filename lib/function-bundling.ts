import { fileURLToPath } from 'node:url';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

const inPlaceOf = (file: string): string => fileURLToPath(new URL(`../lambdas/aws/${file}`, import.meta.url));

/** What `@simplewebauthn/server` reads certificates with. */
const CERTIFICATES = [
  '@peculiar/asn1-android',
  '@peculiar/asn1-ecc',
  '@peculiar/asn1-rsa',
  '@peculiar/asn1-schema',
  '@peculiar/asn1-x509',
  '@peculiar/asn1-x509-post-quantum',
  '@peculiar/x509',
  'reflect-metadata',
];

/**
 * How every function is bundled: one CommonJS file (starts quicker than ES modules), with the AWS SDK that was tested,
 * with credentials from the environment only (see `lambdas/aws/credentials.ts`), without event streams (see
 * `lambdas/aws/no-event-streams.ts`), and without certificates (see `lambdas/aws/no-attestation.cjs`).
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
    ...Object.fromEntries(CERTIFICATES.map((name) => [`--alias:${name}`, inPlaceOf('no-attestation.cjs')])),
    '--legal-comments': 'none',
  },
};

/** The file that holds a function's handler. */
export function entryOf(name: string): string {
  return fileURLToPath(new URL(`../lambdas/handlers/${name}.ts`, import.meta.url));
}
