import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { secretReader } from '../../lambdas/aws/secrets.ts';
import { START } from '../harness/people.ts';

const MINUTE = 60_000;
const manager = mockClient(SecretsManagerClient);
let now = START;

beforeEach(() => {
  manager.reset();
  now = START;
});

const reader = () =>
  secretReader(
    'arn:secret',
    (text) => JSON.parse(text),
    () => now,
  );
const says = (text: string) => manager.on(GetSecretValueCommand).resolves({ SecretString: text });
const isDown = () => manager.on(GetSecretValueCommand).rejects(new Error('down'));
const reads = () => manager.commandCalls(GetSecretValueCommand).length;

describe('a secret', () => {
  it('is read once in five minutes', async () => {
    says('1');
    const read = reader();
    for (const minute of [0, 1, 4]) {
      now = START + minute * MINUTE;
      expect(await read()).toBe(1);
    }
    expect(reads()).toBe(1);
    says('2');
    now = START + 5 * MINUTE;
    expect(await read()).toBe(2);
  });

  it('T72: that cannot be read at the start is an outage: there is no default', async () => {
    isDown();
    await expect(reader()()).rejects.toMatchObject({ name: 'Outage' });
  });

  it('T72: that was read before serves for an hour, and not longer', async () => {
    says('1');
    const read = reader();
    await read();
    isDown();
    now = START + 60 * MINUTE - 1;
    expect(await read()).toBe(1);
    now = START + 60 * MINUTE;
    await expect(read()).rejects.toMatchObject({ name: 'Outage' });
    says('2');
    expect(await read()).toBe(2);
  });

  it('that is not of its form is an outage, and takes the place of nothing', async () => {
    says('no JSON');
    await expect(reader()()).rejects.toMatchObject({ name: 'Outage' });
  });
});
