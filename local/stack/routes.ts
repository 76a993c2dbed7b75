import * as z from 'zod/mini';
import type { Template } from './assembly.ts';
import { attributeOf, type Resolver, refOf } from './intrinsics.ts';
import { resourcesOf } from './resources.ts';

const Api = z.object({ ProtocolType: z.enum(['HTTP', 'WEBSOCKET']) });
const Route = z.object({ ApiId: z.string(), RouteKey: z.string(), Target: z.string() });
const Integration = z.object({
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.optional(z.literal('2.0')),
  TimeoutInMillis: z._default(z.number(), 30_000),
});
/** Strict, because these keys are untyped in CDK: in the wrong case a throttle would silently not exist. */
const Throttle = z.strictObject({
  ThrottlingRateLimit: z.optional(z.number()),
  ThrottlingBurstLimit: z.optional(z.number()),
  DetailedMetricsEnabled: z.optional(z.boolean()),
});
const Stage = z.object({
  ApiId: z.string(),
  StageName: z._default(z.string(), '$default'),
  DefaultRouteSettings: z.optional(Throttle),
  RouteSettings: z.optional(z.record(z.string(), Throttle)),
});

export interface RoutePlan {
  /** `METHOD /path`, `ANY /path` or `$default`. */
  readonly key: string;
  readonly functionId: string;
  readonly timeoutMilliseconds: number;
  /** Requests a second; absent: as many as come. */
  readonly rate: number | undefined;
  readonly burst: number | undefined;
}

export interface ApiPlan {
  readonly id: string;
  readonly protocol: 'HTTP' | 'WEBSOCKET';
  readonly stage: string;
  /** Host of the API in the template; how CloudFront's origins name it. */
  readonly host: string;
  readonly routes: readonly RoutePlan[];
}

/** The HTTP and WebSocket APIs with their routes and throttles. */
export function readApis(template: Template, resolver: Resolver): ApiPlan[] {
  const read = <T extends z.core.$ZodType>(type: string, schema: T) =>
    resourcesOf(template, resolver, `AWS::ApiGatewayV2::${type}`, schema);
  const integrations = new Map(
    read('Integration', z.union([Integration, z.object({})])).map(({ id, properties }) => [id, properties]),
  );
  const stages = read('Stage', Stage);
  const routes = read('Route', Route);

  return read('Api', Api).map(({ id, properties: { ProtocolType: protocol } }) => {
    const apiId = refOf('AWS::ApiGatewayV2::Api', id);
    const stage = stages.find(({ properties }) => properties.ApiId === apiId)?.properties;
    return {
      id: apiId,
      protocol,
      stage: stage?.StageName ?? '$default',
      host: attributeOf('AWS::ApiGatewayV2::Api', id, 'ApiEndpoint').replace('https://', ''),
      routes: routes
        .filter(({ properties }) => properties.ApiId === apiId)
        .map(({ properties: { RouteKey: key, Target } }) => {
          const integration = Integration.parse(integrations.get(Target.replace('integrations/', '')));
          const throttle = { ...stage?.DefaultRouteSettings, ...stage?.RouteSettings?.[key] };
          return {
            key,
            functionId: functionIn(integration.IntegrationUri),
            timeoutMilliseconds: integration.TimeoutInMillis,
            rate: throttle.ThrottlingRateLimit,
            burst: throttle.ThrottlingBurstLimit,
          };
        }),
    };
  });
}

/** The function's logical id in an integration URI, which is its ARN or the ARN inside the long form `…/functions/ARN/invocations`. */
function functionIn(uri: string): string {
  const id = /:function:([^/:]+)/.exec(uri)?.[1];
  if (id === undefined) throw new Error(`The local run plays integrations with functions only, not ${uri}.`);
  return id;
}
