import * as z from 'zod/mini';
import type { Template } from './assembly.ts';
import { attributeOf, type Resolver } from './intrinsics.ts';
import { resourcesOf } from './resources.ts';

const Behaviour = z.object({
  TargetOriginId: z.string(),
  AllowedMethods: z._default(z.array(z.string()), ['GET', 'HEAD']),
  Compress: z._default(z.boolean(), false),
  CachePolicyId: z.optional(z.string()),
  OriginRequestPolicyId: z.optional(z.string()),
  ResponseHeadersPolicyId: z.optional(z.string()),
  FunctionAssociations: z._default(
    z.array(z.object({ EventType: z.literal('viewer-request'), FunctionARN: z.string() })),
    [],
  ),
});
const Distribution = z.object({
  DistributionConfig: z.object({
    Aliases: z._default(z.array(z.string()), []),
    DefaultRootObject: z._default(z.string(), ''),
    Origins: z.array(
      z.object({
        Id: z.string(),
        DomainName: z.string(),
        OriginPath: z._default(z.string(), ''),
        OriginCustomHeaders: z._default(z.array(z.object({ HeaderName: z.string(), HeaderValue: z.string() })), []),
      }),
    ),
    DefaultCacheBehavior: Behaviour,
    CacheBehaviors: z._default(z.array(z.extend(Behaviour, { PathPattern: z.string() })), []),
    CustomErrorResponses: z._default(
      z.array(
        z.object({
          ErrorCode: z.number(),
          ResponseCode: z.optional(z.number()),
          ResponsePagePath: z.optional(z.string()),
        }),
      ),
      [],
    ),
  }),
});
const Forwarded = (behaviour: string, items: string) =>
  z.pipe(
    z.record(z.string(), z.unknown()),
    z.transform((config) => {
      const value = config[items];
      const names = Array.isArray(value) ? value : Object.values(value ?? {}).flat();
      return { which: String(config[behaviour]), names: names.map((name) => String(name).toLowerCase()) };
    }),
  );
const OriginRequestPolicy = z.object({
  OriginRequestPolicyConfig: z.object({
    HeadersConfig: Forwarded('HeaderBehavior', 'Headers'),
    CookiesConfig: Forwarded('CookieBehavior', 'Cookies'),
    QueryStringsConfig: Forwarded('QueryStringBehavior', 'QueryStrings'),
  }),
});
const CachePolicy = z.object({
  CachePolicyConfig: z.object({
    ParametersInCacheKeyAndForwardedToOrigin: z.object({
      EnableAcceptEncodingGzip: z._default(z.boolean(), false),
      EnableAcceptEncodingBrotli: z._default(z.boolean(), false),
    }),
  }),
});
const EdgeFunction = z.object({ FunctionCode: z.string() });

/** `which`: `none`, `all…`, `whitelist` or `allExcept`; names are in lower case. */
export interface Forwarding {
  readonly which: string;
  readonly names: readonly string[];
}

export interface OriginRequestPlan {
  readonly headers: Forwarding;
  readonly cookies: Forwarding;
  readonly query: Forwarding;
}

export interface BehaviourPlan {
  readonly pattern: string;
  readonly origin: string;
  readonly methods: readonly string[];
  readonly gzip: boolean;
  readonly brotli: boolean;
  readonly request: OriginRequestPlan;
  /** Logical id of the response headers policy. */
  readonly responseHeaders: string | undefined;
  /** Code of the function that sees each viewer's request first. */
  readonly viewerRequest: string | undefined;
}

export interface DistributionPlan {
  /** Hosts under which viewers know the portal once deployed. */
  readonly hosts: readonly string[];
  readonly rootObject: string;
  readonly origins: ReadonlyMap<
    string,
    { readonly host: string; readonly path: string; readonly headers: Readonly<Record<string, string>> }
  >;
  /** In order of precedence; the last one matches everything. */
  readonly behaviours: readonly BehaviourPlan[];
  readonly errors: ReadonlyMap<number, { readonly status: number; readonly page: string | undefined }>;
}

const NONE: Forwarding = { which: 'none', names: [] };
const ALL: Forwarding = { which: 'all', names: [] };
/** AWS's own policies, by the ids that AWS gave them. */
const MANAGED_REQUEST: Readonly<Record<string, OriginRequestPlan>> = {
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': {
    headers: { which: 'allExcept', names: ['host'] },
    cookies: ALL,
    query: ALL,
  },
  '216adef6-5c7f-47e4-b989-5492eafa07d3': { headers: ALL, cookies: ALL, query: ALL },
};
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';

/** The one distribution, with what it refers to. */
export function readDistribution(template: Template, resolver: Resolver): DistributionPlan {
  const read = <T extends z.core.$ZodType>(type: string, schema: T) =>
    resourcesOf(template, resolver, `AWS::CloudFront::${type}`, schema);
  const [distribution] = read('Distribution', Distribution);
  if (distribution === undefined) throw new Error('The stack has no distribution.');
  const config = distribution.properties.DistributionConfig;
  const functions = new Map(read('Function', EdgeFunction).map(({ id, properties }) => [id, properties.FunctionCode]));
  const requests = new Map(
    read('OriginRequestPolicy', OriginRequestPolicy).map(
      ({ id, properties: { OriginRequestPolicyConfig: policy } }) => [
        id,
        { headers: policy.HeadersConfig, cookies: policy.CookiesConfig, query: policy.QueryStringsConfig },
      ],
    ),
  );
  const caches = new Map(
    read('CachePolicy', CachePolicy).map(({ id, properties }) => [
      id,
      properties.CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin,
    ]),
  );

  const plan = (behaviour: z.infer<typeof Behaviour>, pattern: string): BehaviourPlan => {
    const requestId = behaviour.OriginRequestPolicyId ?? '';
    const managed = behaviour.CachePolicyId === CACHING_OPTIMIZED;
    const cache = caches.get(behaviour.CachePolicyId ?? '');
    const [association] = behaviour.FunctionAssociations;
    return {
      pattern,
      origin: behaviour.TargetOriginId,
      methods: behaviour.AllowedMethods,
      gzip: behaviour.Compress && (managed || cache?.EnableAcceptEncodingGzip === true),
      brotli: behaviour.Compress && (managed || cache?.EnableAcceptEncodingBrotli === true),
      request: requests.get(requestId) ?? MANAGED_REQUEST[requestId] ?? { headers: NONE, cookies: NONE, query: NONE },
      responseHeaders: behaviour.ResponseHeadersPolicyId,
      viewerRequest: association && functions.get(association.FunctionARN.split(':').at(-1) ?? ''),
    };
  };

  return {
    hosts: [attributeOf('AWS::CloudFront::Distribution', distribution.id, 'DomainName'), ...config.Aliases],
    rootObject: config.DefaultRootObject,
    origins: new Map(
      config.Origins.map((origin) => [
        origin.Id,
        {
          host: origin.DomainName,
          path: origin.OriginPath,
          headers: Object.fromEntries(
            origin.OriginCustomHeaders.map((header) => [header.HeaderName.toLowerCase(), header.HeaderValue]),
          ),
        },
      ]),
    ),
    behaviours: [
      ...config.CacheBehaviors.map((behaviour) => plan(behaviour, behaviour.PathPattern)),
      plan(config.DefaultCacheBehavior, '*'),
    ],
    errors: new Map(
      config.CustomErrorResponses.map((error) => [
        error.ErrorCode,
        { status: error.ResponseCode ?? error.ErrorCode, page: error.ResponsePagePath },
      ]),
    ),
  };
}
