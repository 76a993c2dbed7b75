import { expect, test } from 'vitest';
import { idsOf, synthesize } from './synthesis.ts';

const template = synthesize();
const [outbox = ''] = idsOf(template, 'AWS::DynamoDB::Table', '/Outbox/');
const [deliver = ''] = idsOf(template, 'AWS::Lambda::Function', '/Functions/Deliver/');
const [deadLetters = ''] = idsOf(template, 'AWS::SQS::Queue', '/DeadLetters/');

test('new rows of the outbox call deliver; a failure is tried again for itself, not for ever, and then kept', () => {
  const [mapping] = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));
  expect(mapping?.Properties).toMatchObject({
    EventSourceArn: { 'Fn::GetAtt': [outbox, 'StreamArn'] },
    FunctionName: { Ref: deliver },
    FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
    StartingPosition: 'TRIM_HORIZON',
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumRetryAttempts: 5,
    MaximumRecordAgeInSeconds: 900,
    DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [deadLetters, 'Arn'] } } },
  });
});

test('dead letters are encrypted, kept for two weeks, and refused over plain http', () => {
  expect(template.findResources('AWS::SQS::Queue')[deadLetters]?.Properties).toEqual({
    SqsManagedSseEnabled: true,
    MessageRetentionPeriod: 1_209_600,
  });
  template.hasResourceProperties('AWS::SQS::QueuePolicy', {
    PolicyDocument: {
      Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } }, Principal: { AWS: '*' } }],
    },
  });
});
