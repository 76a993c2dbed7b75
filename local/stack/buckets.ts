import * as z from 'zod/mini';
import type { Template } from './assembly.ts';
import { attributeOf, type Resolver } from './intrinsics.ts';
import { resourcesOf } from './resources.ts';

const Bucket = z.object({
  CorsConfiguration: z.optional(
    z.object({
      CorsRules: z.array(
        z.object({
          AllowedMethods: z.array(z.string()),
          AllowedOrigins: z.array(z.string()),
          AllowedHeaders: z._default(z.array(z.string()), []),
        }),
      ),
    }),
  ),
  LifecycleConfiguration: z.optional(
    z.object({
      Rules: z.array(z.object({ Prefix: z.optional(z.string()), ExpirationInDays: z.optional(z.number()) })),
    }),
  ),
});

/** A bucket that pages reach by themselves, at a host of its own. */
export interface OpenBucketPlan {
  readonly host: string;
  readonly methods: readonly string[];
  /** In lower case. */
  readonly headers: readonly string[];
  /** What is removed, and after how many days. */
  readonly expiring: readonly { readonly prefix: string; readonly days: number }[];
}

/** The bucket with rules for other origins; its pages are those of the portal, wherever that is. Throws where there are two. */
export function readOpenBucket(template: Template, resolver: Resolver): OpenBucketPlan | undefined {
  const open = resourcesOf(template, resolver, 'AWS::S3::Bucket', Bucket).filter(
    ({ properties }) => properties.CorsConfiguration,
  );
  if (open.length > 1) throw new Error('The local run plays one bucket that pages reach by themselves.');
  return open.map(({ id, properties }) => {
    const rules = properties.CorsConfiguration?.CorsRules ?? [];
    return {
      host: attributeOf('AWS::S3::Bucket', id, 'RegionalDomainName'),
      methods: rules.flatMap(({ AllowedMethods }) => AllowedMethods),
      headers: rules.flatMap(({ AllowedHeaders }) => AllowedHeaders.map((header) => header.toLowerCase())),
      expiring: (properties.LifecycleConfiguration?.Rules ?? []).flatMap(({ Prefix, ExpirationInDays }) =>
        ExpirationInDays === undefined ? [] : [{ prefix: `/${Prefix ?? ''}`, days: ExpirationInDays }],
      ),
    };
  })[0];
}
