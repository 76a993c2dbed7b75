import { env } from './env.ts';

/**
 * One JSON document a line, and metrics in CloudWatch's embedded format. What is logged is named field by field at
 * the call: never a request, a body, an event, a secret, a code or a full address (design rule 7).
 */

export type Fields = Readonly<Record<string, string | number | boolean | undefined>> & {
  /** What the line says; a field of that name would take its place. */
  readonly message?: never;
};

/** Metrics the dashboard and the alarms of `lib/` know. */
export type MetricName =
  | 'SignIns'
  | 'Refusals'
  | 'AddressLimit'
  | 'MessagesSent'
  | 'MessagesFailed'
  | 'SmsBudgetExhausted'
  | 'NotMe'
  | 'ContactMessages'
  | 'ContactFlood'
  | 'HelpFeedback'
  | 'ApprovalsAccepted'
  | 'ApprovalsDenied'
  | 'ApprovalsReported';

export const log = {
  info: (message: string, fields: Fields = {}) => write('INFO', message, fields),
  warn: (message: string, fields: Fields = {}) => write('WARN', message, fields),
  /** For bugs and failed dependencies: the error whole, with its stack. */
  error: (message: string, error: unknown, fields: Fields = {}) =>
    write('ERROR', message, { ...fields, ...told(error) }),
};

/** Counts one in CloudWatch, without an API call (embedded metric format). */
export function countMetric(name: MetricName, dimensions: Readonly<Record<string, string>> = {}): void {
  const metrics = [{ Name: name, Unit: 'Count' }];
  // Without dimensions too: alarms watch the sum over all.
  const sets = Object.keys(dimensions).length > 0 ? [Object.keys(dimensions), []] : [[]];
  const metadata = {
    Timestamp: Date.now(),
    CloudWatchMetrics: [{ Namespace: env.namespace, Dimensions: sets, Metrics: metrics }],
  };
  print({ _aws: metadata, ...dimensions, [name]: 1 });
}

function write(level: 'INFO' | 'WARN' | 'ERROR', message: string, fields: Fields): void {
  print({ level, message, ...fields });
}

function told(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: withoutAddresses(String(error)) };
  const { name, message, stack = '', cause } = error;
  return {
    error: name,
    detail: withoutAddresses(message),
    stack: withoutAddresses(stack),
    cause: cause instanceof Error ? withoutAddresses(cause.stack ?? cause.message) : undefined,
  };
}

/** Services quote addresses and numbers in their errors: SES in its sandbox names the recipient it may not write to. */
function withoutAddresses(text: string): string {
  return text.replace(/[^\s<>"'`:/@]+@[^\s<>"'`:/@]+\.[a-z]{2,}/gi, '…@…').replace(/\+[1-9][0-9]{6,14}/g, '+…');
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
