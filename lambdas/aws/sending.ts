import type { Rejection, SendOutcome } from '../notify/sender.ts';

/**
 * How long SES and SNS are waited for. The stream tries again, so the SDK itself tries twice only. Without
 * `throwOnRequestTimeout` the SDK merely logs a warning and waits on.
 */
export const patience = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
};

/** Turns the errors that stay as they are, by name, into rejections; everything else is thrown on. */
export async function outcomeOf(
  sending: Promise<unknown>,
  rejections: Readonly<Record<string, Rejection>>,
): Promise<SendOutcome> {
  try {
    await sending;
    return 'sent';
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    const reason = Object.hasOwn(rejections, name) ? rejections[name] : undefined;
    if (reason === undefined) throw error;
    return { outcome: 'rejected', reason };
  }
}
