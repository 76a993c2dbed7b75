import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** A dependency did not answer, or not now: the same request may succeed in a moment. */
export class Outage extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'Outage';
  }
}

const PASSING = new Set([
  'InternalServerError',
  'InternalServerErrorException',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** Whether an error of the SDK, or under it, says that a dependency failed rather than that we asked wrongly. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof Outage || PASSING.has(error.name)) return true;
  if (error instanceof TransactionCanceledException) {
    return !(error.CancellationReasons ?? []).some(({ Code }) => Code === 'ValidationError');
  }
  if ('$fault' in error && error.$fault === 'server') return true;
  return 'code' in error && typeof error.code === 'string' && /^(E[A-Z]+|UND_ERR_.*)$/.test(error.code);
}
