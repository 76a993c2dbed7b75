/**
 * The least that a safe password and code flow can do over DynamoDB: two round trips and two, six write units, one
 * read; no limits, no audit, no outbox, no HTTP. Written by hand over the SDK's plain client.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { verifyPassword } from '../../lambdas/auth/passwords.ts';
import { environment } from '../../lambdas/flows/environment.ts';
import { PASSWORD } from '../../test/harness/people.ts';
import { memberOf } from '../crowd.ts';
import { compete, counter } from './contender.ts';

const client = new DynamoDBClient();
const tableOf = (name: 'accounts' | 'flows' | 'sessions') => process.env[environment.table(name)] ?? '';
const [accounts, flows, sessions] = [tableOf('accounts'), tableOf('flows'), tableOf('sessions')];
const hash = (text: string) => createHash('sha256').update(text).digest('base64url');
const nextNumber = counter();

/** The right password: a challenge, bound to the browser by a secret. */
async function open(account: string) {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: accounts, Key: { id: { S: account } }, ConsistentRead: true }),
  );
  if (!verifyPassword(PASSWORD, Item?.passwordHash?.S ?? '')) throw new Error('refused');
  const [id, secret] = [randomBytes(16).toString('base64url'), randomBytes(32).toString('base64url')];
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const challenge = { account: { S: account }, secret: { S: hash(secret) }, code: { S: hash(`${id}.${code}`) } };
  const limits = { triesLeft: { N: '5' }, ends: { N: String(Date.now() + 300_000) } };
  await client.send(new PutItemCommand({ TableName: flows, Item: { id: { S: id }, ...challenge, ...limits } }));
  return { id, secret, code };
}

/** Buys a try, compares, and consumes the challenge together with the session that it pays for. */
async function answer({ id, secret, code }: Awaited<ReturnType<typeof open>>) {
  const Key = { id: { S: id } };
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName: flows,
      Key,
      UpdateExpression: 'SET triesLeft = triesLeft - :one',
      ConditionExpression: 'triesLeft > :zero AND ends > :now AND secret = :secret',
      ExpressionAttributeValues: {
        ':one': { N: '1' },
        ':zero': { N: '0' },
        ':now': { N: String(Date.now()) },
        ':secret': { S: hash(secret) },
      },
      ReturnValues: 'ALL_NEW',
    }),
  );
  if (Attributes?.code?.S !== hash(`${id}.${code}`)) throw new Error('refused');
  const session = {
    account: Attributes.account ?? { S: '' },
    token: { S: hash(randomBytes(32).toString('base64url')) },
  };
  await client.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        { Delete: { TableName: flows, Key, ConditionExpression: 'attribute_exists(id)' } },
        { Put: { TableName: sessions, Item: session } },
      ],
    }),
  );
}

compete(async () => answer(await open(memberOf(nextNumber()).id)));
