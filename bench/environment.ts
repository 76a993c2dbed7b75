import { channelEnvironment, environment } from '../lambdas/flows/environment.ts';
import { CREDENTIALS } from '../test/harness/credentials.ts';
import { settings } from '../test/harness/settings.ts';
import type { AwsEndpoint } from './aws-endpoint.ts';

const ORIGIN = 'https://id.example.org';
const ORIGIN_SECRET = 'origin-secret-0123456789';

/** What the stack and the runtime would give a function, tables aside. Nothing of this process's own but the path. */
export function functionEnvironment({ url, certificate }: AwsEndpoint): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    AWS_REGION: CREDENTIALS.region,
    AWS_ACCESS_KEY_ID: CREDENTIALS.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: 'session',
    AWS_ENDPOINT_URL_DYNAMODB: url,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
    NODE_EXTRA_CA_CERTS: certificate,
    [environment.secret('keys')]: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:keys',
    [environment.settings]: JSON.stringify(settings),
    [environment.origin]: ORIGIN,
    [environment.originSecret]: ORIGIN_SECRET,
    [channelEnvironment.sockets]: `${url}/ws`,
    [channelEnvironment.attachments]: 'attachments',
    [channelEnvironment.attachmentsUrl]: 'https://attachments.s3.eu-west-1.amazonaws.com',
  };
}

/** A request from one of our own pages, as CloudFront and an HTTP API (payload 2.0) hand it on. */
export function eventOf(routeKey: string, body?: object, cookies: readonly string[] = []): object {
  const [method = '', path = ''] = routeKey.split(' ');
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: {
      'x-origin-secret': ORIGIN_SECRET,
      'cloudfront-viewer-address': '192.0.2.7:51234',
      'cloudfront-viewer-city': 'Utrecht',
      'cloudfront-viewer-country': 'NL',
      'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'sec-fetch-site': 'same-origin',
      ...(method !== 'GET' && { origin: ORIGIN }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(cookies.length > 0 && { cookies }),
    ...(body && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: { http: { method, path }, routeKey, stage: '$default' },
  };
}

/** A browser's request for a socket, as CloudFront and a WebSocket API hand it on. */
export function connectEvent(cookies: readonly string[]): object {
  return {
    headers: { 'X-Origin-Secret': ORIGIN_SECRET, Origin: ORIGIN, Cookie: cookies.join('; ') },
    queryStringParameters: { tab: 't'.repeat(22) },
    requestContext: { routeKey: '$connect', eventType: 'CONNECT', connectionId: 'L0SM9cOFvHcCIhw=' },
  };
}
