import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import * as z from 'zod/mini';
import type { Assembly } from './assembly.ts';
import { attributeOf, type Resolver } from './intrinsics.ts';
import { resourcesOf } from './resources.ts';

const Deployment = z.object({
  DestinationBucketName: z.string(),
  DestinationBucketKeyPrefix: z._default(z.string(), ''),
  SourceObjectKeys: z.array(z.string()),
  SourceMarkers: z._default(z.array(z.record(z.string(), z.string())), []),
  SystemMetadata: z._default(z.record(z.string(), z.string()), {}),
  Exclude: z._default(z.array(z.string()), []),
  Include: z._default(z.array(z.string()), []),
});

export interface Page {
  readonly body: Buffer;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Key in the bucket, with a leading slash → object. */
export type Bucket = ReadonlyMap<string, Page>;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/vnd.microsoft.icon',
  '.txt': 'text/plain',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
};

/** The buckets as their deployments fill them, whole and in memory, by the host under which CloudFront knows them. */
export function readBuckets(assembly: Assembly, resolver: Resolver): Map<string, Bucket> {
  const buckets = new Map<string, Map<string, Page>>();
  const { template, assets } = assembly;
  for (const { properties } of resourcesOf(template, resolver, 'Custom::CDKBucketDeployment', Deployment)) {
    const host = attributeOf('AWS::S3::Bucket', properties.DestinationBucketName, 'RegionalDomainName');
    const bucket = buckets.get(host) ?? new Map<string, Page>();
    buckets.set(host, bucket);
    for (const [index, key] of properties.SourceObjectKeys.entries()) {
      const folder = assets.get(key);
      if (folder === undefined) throw new Error(`The assembly has no asset ${key}.`);
      const markers = properties.SourceMarkers[index] ?? {};
      for (const path of filesIn(folder).filter((path) => isWanted(path, properties))) {
        const page = readPage(join(folder, path), properties.SystemMetadata, markers);
        bucket.set(join('/', properties.DestinationBucketKeyPrefix, path).split(sep).join('/'), page);
      }
    }
  }
  return buckets;
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));

/** As `aws s3 sync` does it: everything, minus what is excluded, plus what is included. */
const isWanted = (path: string, { Exclude, Include }: { Exclude: string[]; Include: string[] }): boolean =>
  !Exclude.some((pattern) => matches(pattern, path)) || Include.some((pattern) => matches(pattern, path));

/** Whether a path fits a pattern with `*` and `?`, as CloudFront and the AWS command line have them. */
export function matches(pattern: string, path: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(path);
}

function readPage(path: string, metadata: Record<string, string>, markers: Record<string, string>): Page {
  let body = readFileSync(path);
  for (const [marker, value] of Object.entries(markers)) {
    if (body.includes(marker)) body = Buffer.from(body.toString('utf8').replaceAll(marker, value));
  }
  return {
    body,
    headers: {
      'content-type': CONTENT_TYPES[extname(path)] ?? 'binary/octet-stream',
      ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value])),
      etag: `"${createHash('md5').update(body).digest('hex')}"`,
    },
  };
}
