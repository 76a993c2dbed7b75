import { OperatorRefusal } from '../../lambdas/auth/operator-refusal.ts';
import { isOutage } from '../../lambdas/aws/outage.ts';
import { type BadLine, CommandError } from './command-error.ts';

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly exitCode: 1 | 2;
  readonly lines?: readonly BadLine[];
}

/** What went wrong, in a code for scripts and a sentence for operators. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommandError) return error;
  if (error instanceof OperatorRefusal) return { code: error.code, message: error.message, exitCode: 1 };
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { ...known(error, name, message), exitCode: 1 };
}

function known(error: unknown, name: string, message: string): Pick<Failure, 'code' | 'message'> {
  if (/^(CredentialsProviderError|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature)/.test(name)) {
    return { code: 'no-credentials', message: `AWS does not know who you are: ${message}` };
  }
  if (/^AccessDenied/.test(name)) return { code: 'access-denied', message: `AWS does not allow you this: ${message}` };
  if (isOutage(error)) {
    return { code: 'temporarily-unavailable', message: `The tables did not answer (${name}). Try again in a moment.` };
  }
  return { code: 'failed', message: `This should not have happened. ${name}: ${message}` };
}
