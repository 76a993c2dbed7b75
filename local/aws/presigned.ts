import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { SECRET_ACCESS_KEY } from './credentials.ts';

/** Why S3 refuses a presigned request. */
export type Refusal = 'AccessDenied' | 'ExpiredToken' | 'SignatureDoesNotMatch';

/**
 * Checks a presigned request as S3 does (AWS Signature Version 4, in the query): method, path, query and the headers that
 * were signed are those of the signature, and its time is not over. `now` in milliseconds.
 */
export function refusalOf(request: IncomingMessage, now: number): Refusal | undefined {
  const url = new URL(request.url ?? '/', 'http://host');
  const query = new URLSearchParams(url.search);
  const [signature, date, scope] = [
    query.get('X-Amz-Signature'),
    query.get('X-Amz-Date'),
    query.get('X-Amz-Credential')?.split('/').slice(1).join('/'),
  ];
  const expires = Number(query.get('X-Amz-Expires'));
  if (!signature || !date || !scope || !(expires > 0)) return 'AccessDenied';
  const begins = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(now < begins + expires * 1000)) return 'ExpiredToken';
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical(request, url.pathname, query))].join('\n');
  const expected = hmac(keyOf(scope), text);
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected) ? undefined : 'SignatureDoesNotMatch';
}

function canonical(request: IncomingMessage, path: string, query: URLSearchParams): string {
  const pairs = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort();
  const names = query.get('X-Amz-SignedHeaders') ?? '';
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`);
  return [request.method, path, pairs.join('&'), headers.join(''), names, 'UNSIGNED-PAYLOAD'].join('\n');
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** The key of a day, region and service. */
const keyOf = (scope: string): Buffer =>
  scope.split('/').reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${SECRET_ACCESS_KEY}`));

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
