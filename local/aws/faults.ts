import * as z from 'zod/mini';

/** A failure to be played to the next calls of an AWS service. */
export const Fault = z.strictObject({
  service: z.enum(['dynamodb', 'ses', 'sns', 'secretsmanager', 'apigatewaymanagementapi', 's3']),
  /** For example `PutItem` or `SendEmail`; absent: any operation. */
  operation: z.optional(z.string()),
  /** An AWS error name; or `timeout` (no answer), `reset` (the connection breaks), `lost` (carried out, then the connection breaks). */
  error: z.string(),
  /** How many calls fail. */
  times: z._default(z.int().check(z.positive()), 1),
  /** Codes for `TransactionCanceledException`, one for each item of the transaction. */
  reasons: z.optional(z.array(z.string())),
});

export type Fault = z.infer<typeof Fault>;
export type Service = Fault['service'];

export interface Faults {
  readonly add: (fault: Fault) => void;
  readonly clear: () => void;
  /** Those that still wait for a call. */
  readonly list: () => readonly Fault[];
  /** The fault that hits this call, if any; it is used up by one. The oldest that fits goes first. */
  readonly take: (service: Service, operation: string) => Fault | undefined;
}

export function createFaults(): Faults {
  let waiting: Fault[] = [];
  return {
    add: (fault) => {
      waiting.push(fault);
    },
    clear: () => {
      waiting = [];
    },
    list: () => waiting,
    take: (service, operation) => {
      const fault = waiting.find(
        (one) => one.service === service && (one.operation === undefined || one.operation === operation),
      );
      if (fault === undefined) return undefined;
      waiting = waiting.flatMap((one) =>
        one !== fault ? [one] : one.times > 1 ? [{ ...one, times: one.times - 1 }] : [],
      );
      return fault;
    },
  };
}

/** HTTP status that AWS gives with an error of this name. */
export function statusOf(error: string): number {
  if (/Unavailable/.test(error)) return 503;
  if (/^Internal|InternalFailure|InternalError/.test(error)) return 500;
  if (/^TooManyRequests/.test(error)) return 429;
  if (/^(AccessDenied|OptedOut)/.test(error)) return 403;
  if (/^PayloadTooLarge/.test(error)) return 413;
  if (/^(NotFound|Gone)/.test(error)) return error.startsWith('Gone') ? 410 : 404;
  return 400;
}
