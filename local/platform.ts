import { once } from 'node:events';
import type { Server } from 'node:http';
import { type BucketHost, createBucketServer } from './aws/bucket.ts';
import { ACCESS_KEY_ID, SECRET_ACCESS_KEY } from './aws/credentials.ts';
import { type Aws, createAwsServer } from './aws/server.ts';
import { portOf } from './edge/gateway.ts';
import { REGION } from './stack/intrinsics.ts';

/** Where the SDK's clients find what stands in for AWS, by service as `AWS_ENDPOINT_URL_<SERVICE>` names it, in lower case. */
export type Endpoints = Readonly<
  Record<'dynamodb' | 'sesv2' | 'sns' | 'secrets_manager' | 'apigatewaymanagementapi', string>
>;

/** Opens what stands in for AWS, on any free port. */
export async function openAws(aws: Aws): Promise<{ server: Server; endpoints: Endpoints }> {
  const server = createAwsServer(aws).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${portOf(server)}`;
  return {
    server,
    endpoints: { dynamodb: url, sesv2: url, sns: url, secrets_manager: url, apigatewaymanagementapi: url },
  };
}

/** Opens the bucket that pages reach by themselves, on any free port. */
export async function openBucket(host: BucketHost): Promise<{ server: Server; url: string }> {
  const server = createBucketServer(host).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${portOf(server)}` };
}

/** A function's environment as Lambda itself sets it, with the clients' endpoints in place of AWS's. */
export const platformWith = (endpoints: Endpoints): Record<string, string> => ({
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: ACCESS_KEY_ID,
  AWS_SECRET_ACCESS_KEY: SECRET_ACCESS_KEY,
  AWS_SESSION_TOKEN: 'local',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  TZ: ':UTC',
  LANG: 'en_US.UTF-8',
  ...Object.fromEntries(
    Object.entries(endpoints).map(([service, url]) => [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, url]),
  ),
});
