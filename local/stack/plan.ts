import type { Assembly } from './assembly.ts';
import { type OpenBucketPlan, readOpenBucket } from './buckets.ts';
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
  /** The one that pages reach by themselves. */
  readonly openBucket: OpenBucketPlan | undefined;
  /** What the command line knows of the stack. */
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Reads the stack. `secret` gives a value by ARN and key; the places take those of
 * the hosts under which all would be known once deployed, in what functions, pages and the command line are told.
 */
export function readPlan(
  assembly: Assembly,
  secret: (arn: string, key: string) => string,
  { origin, aws, files }: Places,
): Plan {
  const { template } = assembly;
  const resolver = createResolver(template, secret);
  const distribution = readDistribution(template, resolver);
  const apis = readApis(template, resolver);
  const streams = readStreams(assembly, resolver);
  const sockets = apis.filter(({ protocol }) => protocol === 'WEBSOCKET').map(({ host }) => host);
  const openBucket = readOpenBucket(template, resolver);
  const hosts = new Map([
    ...distribution.hosts.map((host) => [host, origin] as const),
    ...sockets.map((host) => [host, aws] as const),
    ...(openBucket ? [[openBucket.host, files] as const] : []),
  ]);
  const local = (values: Readonly<Record<string, string>>) => mapValues(values, (value) => atHome(value, hosts));
  const called = [...apis.flatMap((api) => api.routes), ...streams].map((caller) => caller.functionId);
  return {
    tables: readTables(template, resolver),
    functions: readFunctions(assembly, resolver)
      .filter((spec) => called.includes(spec.id))
      .map((spec) => ({ ...spec, environment: local(spec.environment) })),
    streams,
    apis,
    distribution,
    responseHeaders: homeHeaders(readResponseHeaders(template, resolver), hosts),
    buckets: readBuckets(assembly, resolver),
    openBucket,
    outputs: local(readOutputs(template, resolver)),
  };
}

/** Where things are on this machine. */
export interface Places {
  /** The portal itself. */
  readonly origin: string;
  /** What stands in for AWS. */
  readonly aws: string;
  /** The bucket that pages reach by themselves. */
  readonly files: string;
}

type Hosts = ReadonlyMap<string, string>;

/** The text, with each host that the stack would have replaced by where it is on this machine. */
const atHome = (text: string, hosts: Hosts): string =>
  [...hosts].reduce((told, [host, place]) => told.replaceAll(`https://${host}`, place), text);

const mapValues = (values: Readonly<Record<string, string>>, map: (value: string) => string) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));

/** The pages' policy names the bucket by its host. */
const homeHeaders = (plans: ReadonlyMap<string, ResponseHeadersPlan>, hosts: Hosts) =>
  new Map(
    [...plans].map(([id, { set, remove }]) => [
      id,
      { remove, set: set.map((rule) => ({ ...rule, value: atHome(rule.value, hosts) })) },
    ]),
  );
