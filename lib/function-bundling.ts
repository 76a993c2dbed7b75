import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';

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
export const functionBundling = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  minify: true,
  mainFields: ['module', 'main'],
  alias: {
    '@aws-sdk/credential-provider-node': inPlaceOf('credentials.ts'),
    '@smithy/core/event-streams': inPlaceOf('no-event-streams.ts'),
    ...Object.fromEntries(CERTIFICATES.map((name) => [name, inPlaceOf('no-attestation.cjs')])),
  },
  legalComments: 'none',
} satisfies BuildOptions;

/**
 * The code of a function, bundled in this process: CDK's own `NodejsFunction` starts npm for each, which is most of the
 * time that a synthesis of twelve functions takes.
 */
export function functionCode(name: string): Code {
  const entry = entryOf(name);
  return Code.fromAsset(dirname(entry), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never run; CDK tells bundles of one folder apart by their command.
      image: DockerImage.fromRegistry('none'),
      command: [name],
      local: {
        tryBundle(folder) {
          buildSync({ ...functionBundling, entryPoints: [entry], outfile: join(folder, 'index.js') });
          return true;
        },
      },
    },
  });
}

/** The file that holds a function's handler. */
export function entryOf(name: string): string {
  return fileURLToPath(new URL(`../lambdas/handlers/${name}.ts`, import.meta.url));
}
