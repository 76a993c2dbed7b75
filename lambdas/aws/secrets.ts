import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CLIENT_OPTIONS } from './client-options.ts';
import { Outage } from './outage.ts';

const FRESH_MILLISECONDS = 5 * 60 * 1000;
/** While Secrets Manager cannot be reached, what was read last serves so long and no longer. */
const USABLE_MILLISECONDS = 60 * 60 * 1000;

/**
 * Reads a secret and keeps what it says for a bounded time, never in the environment. `parse` throws on a text that is
 * not of the secret's form. Throws `Outage` when there is nothing usable: there is no default.
 */
export function secretReader<T>(secretId: string, parse: (text: string) => T, clock: () => number): () => Promise<T> {
  const client = new SecretsManagerClient({
    ...CLIENT_OPTIONS,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 1500, throwOnRequestTimeout: true },
  });
  let kept: { readonly value: T; readonly at: number } | undefined;
  return async () => {
    const now = clock();
    if (kept && now - kept.at < FRESH_MILLISECONDS) return kept.value;
    try {
      const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
      kept = { value: parse(SecretString), at: now };
    } catch (error) {
      if (!kept || now - kept.at >= USABLE_MILLISECONDS) throw new Outage('A secret cannot be read.', error);
    }
    return kept.value;
  };
}
