import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { sendEmail } from '../../lambdas/aws/email.ts';
import { sendSms } from '../../lambdas/aws/sms.ts';

const ses = mockClient(SESv2Client);
const sns = mockClient(SNSClient);
const email = { from: '"Example Org" <sign-in@example.org>', subject: 'Subject', text: 'Text', html: '<p>HTML</p>' };
const number = '+31612345678';

const failure = (name: string) => Object.assign(new Error(name), { name });

beforeEach(() => {
  ses.reset();
  sns.reset();
});

describe('an e-mail', () => {
  test('is one request: one recipient, two parts, headers that stop automatic answers', async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: '1' });
    expect(await sendEmail('anna@example.org', email)).toBe('sent');
    expect(ses.commandCalls(SendEmailCommand).map((call) => call.args[0].input)).toEqual([
      {
        FromEmailAddress: '"Example Org" <sign-in@example.org>',
        Destination: { ToAddresses: ['anna@example.org'] },
        Content: {
          Simple: {
            Subject: { Data: 'Subject', Charset: 'UTF-8' },
            Body: { Text: { Data: 'Text', Charset: 'UTF-8' }, Html: { Data: '<p>HTML</p>', Charset: 'UTF-8' } },
            Headers: [
              { Name: 'Auto-Submitted', Value: 'auto-generated' },
              { Name: 'X-Auto-Response-Suppress', Value: 'All' },
            ],
          },
        },
      },
    ]);
  });

  test('to an international domain goes to its Punycode', async () => {
    ses.on(SendEmailCommand).resolves({});
    await sendEmail('info@bücher.example', email);
    expect(ses.commandCalls(SendEmailCommand)[0]?.args[0].input.Destination).toEqual({
      ToAddresses: ['info@xn--bcher-kva.example'],
    });
  });

  test.each([
    'anna@example.org\r\nBcc: eve@evil.test',
    'anna@example.org, eve@evil.test',
    'anna@example.org;eve@evil.test',
    'Anna <anna@example.org>',
    '"anna@evil.test"@example.org',
    '=?utf-8?q?eve=40evil.test=3e=20?=@example.org',
    'anna\u2028@example.org',
    'ànna@example.org',
    'an na@example.org',
    'anna@example.org%0d%0aBcc:eve',
    `${'a'.repeat(65)}@example.org`,
    'anna',
    '@example.org',
    'anna@',
    '',
  ])('T65: is not sent to %j', async (to) => {
    expect(await sendEmail(to, email)).toEqual({ outcome: 'rejected', reason: 'recipient' });
    expect(ses.calls()).toEqual([]);
  });

  test.each([
    ['MessageRejected', 'message'],
    ['BadRequestException', 'message'],
    ['MailFromDomainNotVerifiedException', 'sender'],
    ['NotFoundException', 'sender'],
    ['AccountSuspendedException', 'account'],
    ['SendingPausedException', 'account'],
  ])('T70: %s is a rejection (%s)', async (name, reason) => {
    ses.on(SendEmailCommand).rejects(failure(name));
    expect(await sendEmail('anna@example.org', email)).toEqual({ outcome: 'rejected', reason });
  });

  test.each([
    'TooManyRequestsException',
    'LimitExceededException',
    'InternalFailure',
    'TimeoutError',
    'AccessDeniedException',
    'constructor',
  ])('T70: %s is thrown, for the stream to try again', async (name) => {
    ses.on(SendEmailCommand).rejects(failure(name));
    await expect(sendEmail('anna@example.org', email)).rejects.toThrow(name);
  });
});

describe('an SMS', () => {
  const transactional = { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } };

  test('is transactional, and has a sender id where there is one', async () => {
    sns.on(PublishCommand).resolves({ MessageId: '1' });
    expect(await sendSms(number, 'Text')).toBe('sent');
    expect(await sendSms(number, 'Text', 'EXAMPLE')).toBe('sent');
    const senderId = { 'AWS.SNS.SMS.SenderID': { DataType: 'String', StringValue: 'EXAMPLE' } };
    expect(sns.commandCalls(PublishCommand).map((call) => call.args[0].input)).toEqual([
      { PhoneNumber: number, Message: 'Text', MessageAttributes: transactional },
      { PhoneNumber: number, Message: 'Text', MessageAttributes: { ...transactional, ...senderId } },
    ]);
  });

  test.each([
    ['InvalidParameterException', 'recipient'],
    ['InvalidParameterValueException', 'recipient'],
    ['ValidationException', 'recipient'],
    ['OptedOutException', 'opted-out'],
  ])('T71: %s is a rejection (%s)', async (name, reason) => {
    sns.on(PublishCommand).rejects(failure(name));
    expect(await sendSms(number, 'Text')).toEqual({ outcome: 'rejected', reason });
  });

  test.each(['ThrottledException', 'InternalErrorException', 'AuthorizationErrorException', 'TimeoutError'])(
    'T71: %s is thrown, for the stream to try again',
    async (name) => {
      sns.on(PublishCommand).rejects(failure(name));
      await expect(sendSms(number, 'Text')).rejects.toThrow(name);
    },
  );
});
