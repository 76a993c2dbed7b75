import {
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FixtureRun, runFixture } from './run.ts';

let run: FixtureRun;
let client: {
  endpoint: string;
  region: string;
  maxAttempts: number;
  credentials: { accessKeyId: string; secretAccessKey: string };
};
beforeAll(async () => {
  run = await runFixture();
  const { endpoints, region } = await run.facts();
  const credentials = { accessKeyId: 'anything', secretAccessKey: 'anything' };
  client = { endpoint: endpoints.dynamodb ?? '', region, maxAttempts: 1, credentials };
});
afterAll(async () => {
  await run.end();
  run.forget();
});
beforeEach(async () => {
  await run.local('DELETE', 'faults');
  await run.local('DELETE', 'messages');
});

const put = (id: string) => new PutItemCommand({ TableName: 'Table', Item: { id: { S: id } } });
const get = async (id: string) =>
  (await new DynamoDBClient(client).send(new GetItemCommand({ TableName: 'Table', Key: { id: { S: id } } }))).Item;
const mail = new SendEmailCommand({
  FromEmailAddress: 'Portal <portal@example.org>',
  Destination: { ToAddresses: ['robin@example.org'] },
  Content: { Simple: { Subject: { Data: 'Code ✓' }, Body: { Text: { Data: 'text' }, Html: { Data: '<b>html</b>' } } } },
});
const sms = new PublishCommand({
  PhoneNumber: '+31612345678',
  Message: 'Your code & more: 123456',
  MessageAttributes: { 'AWS.SNS.SMS.SenderID': { DataType: 'String', StringValue: 'Portal' } },
});

describe('the inbox', () => {
  it('takes what SES and SNS are told, newest last', async () => {
    const { MessageId } = await new SESv2Client(client).send(mail);
    await new SNSClient(client).send(sms);
    const sentAt = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(await (await run.local('GET', 'messages')).json()).toEqual([
      {
        id: MessageId,
        channel: 'email',
        to: 'robin@example.org',
        from: 'Portal <portal@example.org>',
        subject: 'Code ✓',
        text: 'text',
        html: '<b>html</b>',
        sentAt,
      },
      {
        id: expect.any(String),
        channel: 'sms',
        to: '+31612345678',
        from: 'Portal',
        text: 'Your code & more: 123456',
        sentAt,
      },
    ]);
  });

  it('shows a mail in a sandbox, where nothing of it can run', async () => {
    const { MessageId } = await new SESv2Client(client).send(mail);
    const page = await run.ask(`/_local/messages/${MessageId}/html`);
    expect(await page.text()).toContain('<b>html</b>');
    expect(page.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups [^;]*; default-src 'none'/);
    expect((await run.ask('/_local/')).headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('refuses what SNS refuses', async () => {
    const topic = new PublishCommand({ PhoneNumber: '0612345678', Message: 'x' });
    await expect(new SNSClient(client).send(topic)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('the secrets', () => {
  it('have the values that the template asks for', async () => {
    const { environment } = await run.facts();
    const secrets = new SecretsManagerClient(client);
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: environment.KEYS }));
    expect(JSON.parse(SecretString ?? '')).toEqual({ current: 'k1', k1: expect.stringMatching(/^.{64}$/) });
    const unknown = secrets.send(new GetSecretValueCommand({ SecretId: 'other' }));
    await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('are not among the facts that a page of the local run shows', async () => {
    expect(Object.keys((await run.facts()).environment)).not.toContain('ORIGIN_SECRET');
  });
});

describe('a fault', () => {
  const fault = (body: object) => run.local('POST', 'faults', body);

  it('hits the next calls of its operation, as often as it says', async () => {
    const dynamodb = new DynamoDBClient(client);
    await fault({
      service: 'dynamodb',
      operation: 'PutItem',
      error: 'ProvisionedThroughputExceededException',
      times: 2,
    });
    expect(await get('a')).toBeUndefined();
    for (const _ of [1, 2]) {
      await expect(dynamodb.send(put('a'))).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    }
    await dynamodb.send(put('a'));
    expect(await get('a')).toEqual({ id: { S: 'a' } });
  });

  it('of a transaction tells its reasons', async () => {
    await fault({
      service: 'dynamodb',
      error: 'TransactionCanceledException',
      reasons: ['None', 'TransactionConflict'],
    });
    const write = new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName: 'Table', Item: { id: { S: 'x' } } } }],
    });
    await expect(new DynamoDBClient(client).send(write)).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
    });
  });

  it('of each service is an error of that service', async () => {
    await fault({ service: 'ses', error: 'MessageRejected' });
    await fault({ service: 'sns', operation: 'Publish', error: 'InternalError' });
    await fault({ service: 'secretsmanager', error: 'AccessDeniedException' });
    const secret = new GetSecretValueCommand({ SecretId: 'Keys' });
    await expect(new SESv2Client(client).send(mail)).rejects.toMatchObject({ name: 'MessageRejected' });
    await expect(new SNSClient(client).send(sms)).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    await expect(new SecretsManagerClient(client).send(secret)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('`reset` breaks the connection and changes nothing', async () => {
    await fault({ service: 'dynamodb', operation: 'PutItem', error: 'reset' });
    await expect(new DynamoDBClient(client).send(put('reset'))).rejects.toThrow();
    expect(await get('reset')).toBeUndefined();
  });

  it('`lost` carries the call out and loses the answer (T69)', async () => {
    await fault({ service: 'dynamodb', operation: 'PutItem', error: 'lost' });
    await fault({ service: 'ses', error: 'lost' });
    await expect(new DynamoDBClient(client).send(put('lost'))).rejects.toThrow();
    await expect(new SESv2Client(client).send(mail)).rejects.toThrow();
    expect(await get('lost')).toEqual({ id: { S: 'lost' } });
    expect(await (await run.local('GET', 'messages')).json()).toHaveLength(1);
  });

  it('`timeout` never answers', async () => {
    await fault({ service: 'dynamodb', error: 'timeout' });
    const impatient = new DynamoDBClient({
      ...client,
      requestHandler: { requestTimeout: 200, throwOnRequestTimeout: true },
    });
    await expect(impatient.send(put('late'))).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('that says something else is refused with the reason', async () => {
    const refused = await fault({ service: 'dynamo', error: 'x' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('service');
  });
});

it('opens the tables to no page in a browser, and to nobody without the key of the folder', async () => {
  const ask = (headers: Record<string, string>) =>
    fetch(client.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables', ...headers },
      body: '{}',
    });
  expect((await ask({})).status).toBe(403);
  expect((await ask({ origin: 'http://localhost:3000', authorization: 'x' })).status).toBe(403);
  expect((await new DynamoDBClient(client).send(new ListTablesCommand({}))).TableNames).toEqual(['Table']);
});
