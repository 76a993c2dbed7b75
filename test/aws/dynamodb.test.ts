import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { conditional, documentClient, transact } from '../../lambdas/aws/dynamodb.ts';

const client = documentClient('http://127.0.0.1:1');
const wire = mockClient(client);

beforeEach(() => {
  wire.reset();
});

const cancelled = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({
      Code,
      ...(Code === 'ConditionalCheckFailed' && { Item: { tries: { N: '5' } } }),
    })),
  });

const items = [{ Delete: { TableName: 'a', Key: { id: '1' } } }, { Delete: { TableName: 'b', Key: { id: '2' } } }];
const attempts = () => wire.commandCalls(TransactWriteCommand).length;

describe('a transaction', () => {
  it('that is written is done', async () => {
    wire.on(TransactWriteCommand).resolves({});
    expect(await transact(client, items)).toBeUndefined();
  });

  it('tells which condition failed, with the row as it is, and is not repeated', async () => {
    wire.on(TransactWriteCommand).rejects(cancelled('None', 'ConditionalCheckFailed'));
    expect(await transact(client, items)).toEqual([undefined, { row: { tries: 5 } }]);
    expect(attempts()).toBe(1);
  });

  it('in conflict with another is repeated, under a token of its own', async () => {
    wire.on(TransactWriteCommand).rejectsOnce(cancelled('TransactionConflict', 'None')).resolves({});
    expect(await transact(client, items)).toBeUndefined();
    expect(attempts()).toBe(2);
  });

  it('in conflict again and again is given up after three', async () => {
    wire.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'None'));
    await expect(transact(client, items)).rejects.toThrow(TransactionCanceledException);
    expect(attempts()).toBe(3);
  });

  it.each(['ValidationError', 'ItemCollectionSizeLimitExceeded'])(
    'that is wrong in itself is thrown at once: %s',
    async (code) => {
      wire.on(TransactWriteCommand).rejects(cancelled(code, 'None'));
      await expect(transact(client, items)).rejects.toThrow(TransactionCanceledException);
      expect(attempts()).toBe(1);
    },
  );

  it('that fails otherwise is thrown at once', async () => {
    wire.on(TransactWriteCommand).rejects(new Error('no connection'));
    await expect(transact(client, items)).rejects.toThrow('no connection');
    expect(attempts()).toBe(1);
  });
});

describe('a conditional write', () => {
  const failed = new ConditionalCheckFailedException({ message: 'x', $metadata: {}, Item: { tries: { N: '5' } } });
  const conflict = Object.assign(new Error('x'), { name: 'TransactionConflictException' });

  it('is done, or tells the row as it is', async () => {
    expect(await conditional(async () => 'written')).toEqual({ done: 'written' });
    expect(await conditional(() => Promise.reject(failed))).toEqual({ failed: { tries: 5 } });
  });

  it('in conflict with a transaction is repeated, three times in all', async () => {
    let tried = 0;
    const write = async () => {
      tried += 1;
      if (tried < 3) throw conflict;
      return tried;
    };
    expect(await conditional(write)).toEqual({ done: 3 });
    await expect(conditional(() => Promise.reject(conflict))).rejects.toBe(conflict);
  });
});
