import type { Assembly } from './assembly.ts';
import { type DistributionPlan, readDistribution } from './distribution.ts';
import { type FunctionPlan, readFunctions, readStreams, type StreamPlan } from './functions.ts';
import { createResolver } from './intrinsics.ts';
import { readOutputs } from './outputs.ts';
import { type Bucket, readBuckets } from './pages.ts';
import { type ResponseHeadersPlan, readResponseHeaders } from './response-headers.ts';
import { type ApiPlan, readApis } from './routes.ts';
import { readTables, type TablePlan } from './tables.ts';

/** Everything of the stack that the local run plays, as plain values. */
export interface Plan {
  readonly tables: readonly TablePlan[];
  readonly functions: readonly FunctionPlan[];
  readonly streams: readonly StreamPlan[];
  readonly apis: readonly ApiPlan[];
  readonly distribution: DistributionPlan;
  readonly responseHeaders: ReadonlyMap<string, ResponseHeadersPlan>;
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** What the command line knows of the stack. */
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Reads the stack. `secret` gives a value by ARN and key; `origin` takes the place of the origins under which the
 * portal would be known once deployed, in the functions' environment only.
 */
export function readPlan(assembly: Assembly, secret: (arn: string, key: string) => string, origin: string): Plan {
  const { template } = assembly;
  const resolver = createResolver(template, secret);
  const distribution = readDistribution(template, resolver);
  const apis = readApis(template, resolver);
  const streams = readStreams(assembly, resolver);
  const called = [...apis.flatMap((api) => api.routes), ...streams].map((caller) => caller.functionId);
  return {
    tables: readTables(template, resolver),
    functions: readFunctions(assembly, resolver)
      .filter((spec) => called.includes(spec.id))
      .map((spec) => ({ ...spec, environment: withOrigin(spec.environment, distribution.hosts, origin) })),
    streams,
    apis,
    distribution,
    responseHeaders: readResponseHeaders(template, resolver),
    buckets: readBuckets(assembly, resolver),
    outputs: withOrigin(readOutputs(template, resolver), distribution.hosts, origin),
  };
}

function withOrigin(environment: Readonly<Record<string, string>>, hosts: readonly string[], origin: string) {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      hosts.reduce((text, host) => text.replaceAll(`https://${host}`, origin), value),
    ]),
  );
}
