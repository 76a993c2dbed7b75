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
    z.array(z.object({ EventType: z.enum(['viewer-request', 'viewer-response']), FunctionARN: z.string() })),
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
  /** Code of the function that sees each answer last. */
  readonly viewerResponse: string | undefined;
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

type Config = z.infer<typeof Distribution>['DistributionConfig'];
type PlanBehaviour = (behaviour: z.infer<typeof Behaviour>, pattern: string) => BehaviourPlan;

/** The one distribution, with what it refers to. */
export function readDistribution(template: Template, resolver: Resolver): DistributionPlan {
  const [distribution] = resourcesOf(template, resolver, 'AWS::CloudFront::Distribution', Distribution);
  if (distribution === undefined) throw new Error('The stack has no distribution.');
  const config = distribution.properties.DistributionConfig;
  const planBehaviour = behaviourPlanner(template, resolver);
  return {
    hosts: [attributeOf('AWS::CloudFront::Distribution', distribution.id, 'DomainName'), ...config.Aliases],
    rootObject: config.DefaultRootObject,
    origins: new Map(config.Origins.map((origin) => [origin.Id, planOrigin(origin)])),
    behaviours: [
      ...config.CacheBehaviors.map((behaviour) => planBehaviour(behaviour, behaviour.PathPattern)),
      planBehaviour(config.DefaultCacheBehavior, '*'),
    ],
    errors: new Map(
      config.CustomErrorResponses.map((error) => [
        error.ErrorCode,
        { status: error.ResponseCode ?? error.ErrorCode, page: error.ResponsePagePath },
      ]),
    ),
  };
}

const planOrigin = (origin: Config['Origins'][number]) => ({
  host: origin.DomainName,
  path: origin.OriginPath,
  headers: Object.fromEntries(
    origin.OriginCustomHeaders.map((header) => [header.HeaderName.toLowerCase(), header.HeaderValue]),
  ),
});

/** Knows the policies and functions that behaviours name. */
function behaviourPlanner(template: Template, resolver: Resolver): PlanBehaviour {
  const read = <T extends z.core.$ZodType>(type: string, schema: T) =>
    new Map(
      resourcesOf(template, resolver, `AWS::CloudFront::${type}`, schema).map(({ id, properties }) => [id, properties]),
    );
  const functions = read('Function', EdgeFunction);
  const requests = read('OriginRequestPolicy', OriginRequestPolicy);
  const caches = read('CachePolicy', CachePolicy);

  return (behaviour, pattern) => {
    const cache = caches.get(behaviour.CachePolicyId ?? '')?.CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin;
    const isManaged = behaviour.CachePolicyId === CACHING_OPTIMIZED;
    const codeAt = (event: 'viewer-request' | 'viewer-response') => {
      const association = behaviour.FunctionAssociations.find(({ EventType }) => EventType === event);
      return functions.get(association?.FunctionARN.split(':').at(-1) ?? '')?.FunctionCode;
    };
    return {
      pattern,
      origin: behaviour.TargetOriginId,
      methods: behaviour.AllowedMethods,
      gzip: behaviour.Compress && (isManaged || cache?.EnableAcceptEncodingGzip === true),
      brotli: behaviour.Compress && (isManaged || cache?.EnableAcceptEncodingBrotli === true),
      request: planRequest(behaviour.OriginRequestPolicyId ?? '', requests),
      responseHeaders: behaviour.ResponseHeadersPolicyId,
      viewerRequest: codeAt('viewer-request'),
      viewerResponse: codeAt('viewer-response'),
    };
  };
}

function planRequest(
  id: string,
  policies: ReadonlyMap<string, z.infer<typeof OriginRequestPolicy>>,
): OriginRequestPlan {
  const own = policies.get(id)?.OriginRequestPolicyConfig;
  if (own !== undefined)
    return { headers: own.HeadersConfig, cookies: own.CookiesConfig, query: own.QueryStringsConfig };
  return MANAGED_REQUEST[id] ?? { headers: NONE, cookies: NONE, query: NONE };
}
