import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Assembly } from './assembly.ts';
import { arnOf, type Resolver } from './intrinsics.ts';
import { resourcesOf } from './resources.ts';

const LambdaFunction = z.object({
  Code: z.object({ S3Key: z.optional(z.string()) }),
  Handler: z.optional(z.string()),
  Runtime: z.optional(z.string()),
  Timeout: z._default(z.number(), 3),
  MemorySize: z._default(z.number(), 128),
  Environment: z.optional(z.object({ Variables: z.optional(z.record(z.string(), z.string())) })),
});
const Pattern = z.record(z.string(), z.unknown());
const Mapping = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z._default(z.number(), 100),
  MaximumRetryAttempts: z._default(z.number(), -1),
  MaximumRecordAgeInSeconds: z._default(z.number(), -1),
  BisectBatchOnFunctionError: z._default(z.boolean(), false),
  FunctionResponseTypes: z._default(z.array(z.string()), []),
  FilterCriteria: z.optional(z.object({ Filters: z.array(z.object({ Pattern: z.string() })) })),
  DestinationConfig: z.optional(z.object({ OnFailure: z.optional(z.object({ Destination: z.string() })) })),
});

export interface FunctionPlan {
  readonly id: string;
  readonly arn: string;
  /** Path of the bundle, without its extension, as `require` takes it. */
  readonly module: string;
  readonly export: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
}

export interface StreamPlan {
  readonly id: string;
  readonly streamArn: string;
  readonly functionId: string;
  readonly batchSize: number;
  /** -1: for ever. */
  readonly retries: number;
  /** -1: any. */
  readonly maximumAgeSeconds: number;
  readonly bisect: boolean;
  readonly partialFailures: boolean;
  /** A record goes to the function when one of these matches; all do when there are none. */
  readonly filters: readonly Readonly<Record<string, unknown>>[];
  readonly deadLetters: string | undefined;
}

/** The portal's functions: those on a Node runtime whose bundle is among the assets. CDK's own (for custom resources) are named by no route or stream and never start. */
export function readFunctions(assembly: Assembly, resolver: Resolver): FunctionPlan[] {
  return resourcesOf(assembly.template, resolver, 'AWS::Lambda::Function', LambdaFunction).flatMap(
    ({ id, properties }) => {
      const folder = assembly.assets.get(properties.Code.S3Key ?? '');
      const [file, name] = (properties.Handler ?? '').split('.');
      if (folder === undefined || !file || !name || !properties.Runtime?.startsWith('nodejs')) return [];
      return {
        id,
        arn: arnOf('AWS::Lambda::Function', id),
        module: join(folder, file),
        export: name,
        environment: properties.Environment?.Variables ?? {},
        timeoutSeconds: properties.Timeout,
        memoryMegabytes: properties.MemorySize,
      };
    },
  );
}

/** Which streams call which functions, and how patiently. */
export function readStreams(assembly: Assembly, resolver: Resolver): StreamPlan[] {
  return resourcesOf(assembly.template, resolver, 'AWS::Lambda::EventSourceMapping', Mapping).map(
    ({ id, properties }) => ({
      id,
      streamArn: properties.EventSourceArn,
      functionId: properties.FunctionName.split(':').at(-1) ?? '',
      batchSize: properties.BatchSize,
      retries: properties.MaximumRetryAttempts,
      maximumAgeSeconds: properties.MaximumRecordAgeInSeconds,
      bisect: properties.BisectBatchOnFunctionError,
      partialFailures: properties.FunctionResponseTypes.includes('ReportBatchItemFailures'),
      filters: properties.FilterCriteria?.Filters.map((filter) => Pattern.parse(JSON.parse(filter.Pattern))) ?? [],
      deadLetters: properties.DestinationConfig?.OnFailure?.Destination,
    }),
  );
}
