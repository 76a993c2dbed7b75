import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Bucket, Page } from '../stack/pages.ts';
import { EMPTY, type Request, type Response } from './exchange.ts';
import type { Published } from './published.ts';

/** What CloudFront compresses, by type and size. */
const COMPRESSIBLE =
  /^(text\/|application\/(json|javascript|manifest\+json|wasm|xml)|image\/svg\+xml|image\/vnd\.microsoft\.icon)/;
const SMALLEST = 1_000;
const LARGEST = 10_000_000;

type Encoding = 'br' | 'gzip';

/** The pages in their bucket, behind CloudFront's compression and conditional requests. */
export type Site = (request: Request, offered: { readonly gzip: boolean; readonly brotli: boolean }) => Response;

export function createSite(bucket: Bucket, published: Published['page']): Site {
  const compressed = new Map<string, Buffer>();

  function compress(path: string, page: Page, encoding: Encoding): Buffer {
    const key = `${encoding} ${path} ${page.headers.etag}`;
    const known = compressed.get(key);
    if (known !== undefined) return known;
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
    const body = encoding === 'br' ? brotliCompressSync(page.body, quality) : gzipSync(page.body);
    compressed.set(key, body);
    return body;
  }

  return (request, offered) => {
    const path = decode(request.path);
    const page = published(path) ?? bucket.get(path);
    if (page === undefined) return missing();
    const encoding = isCompressible(page) ? choose(request.headers['accept-encoding'] ?? '', offered) : undefined;
    const headers = {
      ...page.headers,
      ...(encoding && { 'content-encoding': encoding, vary: 'accept-encoding', etag: `W/${page.headers.etag}` }),
    };
    if (isFresh(request.headers['if-none-match'], page.headers.etag)) return { status: 304, headers, body: EMPTY };
    return { status: 200, headers, body: encoding === undefined ? page.body : compress(path, page, encoding) };
  };
}

/** S3 does not tell a reader who may not list whether an object is missing or forbidden. */
function missing(): Response {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>`;
  return { status: 403, headers: { 'content-type': 'application/xml' }, body: Buffer.from(body) };
}

const isCompressible = ({ body, headers }: Page): boolean =>
  COMPRESSIBLE.test(headers['content-type'] ?? '') && body.length >= SMALLEST && body.length <= LARGEST;

function choose(accepted: string, { gzip, brotli }: { gzip: boolean; brotli: boolean }): Encoding | undefined {
  if (brotli && /\bbr\b/.test(accepted)) return 'br';
  return gzip && /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
}

/** Weak comparison (RFC 9110, 13.1.2). */
function isFresh(condition: string | undefined, etag: string | undefined): boolean {
  return condition?.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag) === true;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
