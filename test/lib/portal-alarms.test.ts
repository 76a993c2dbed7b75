import { Match } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { synthesize } from './synthesis.ts';

const silent = synthesize();
const mailed = synthesize({ alarmAddress: 'ops@example.org', stackName: 'Second' });

test('there is an alarm for everything that should wake somebody up', () => {
  const names = Object.keys(silent.findResources('AWS::CloudWatch::Alarm')).map((id) =>
    id.replace(/^PortalAlarms(\w+?)[0-9A-F]{8}$/, '$1'),
  );
  expect(names.sort()).toEqual([
    'AddressLimit',
    'ContactFlood',
    'DeadLetters',
    'Errors',
    'Errors2',
    'MailBounces',
    'MailComplaints',
    'MessagesFailed',
    'NotMe',
    'RefusedSockets',
    'ServerErrors',
    'SmsBudgetExhausted',
    'StreamAge',
    'Throttles',
  ]);
});

test('each alarm says what it means and is quiet while nothing happens', () => {
  for (const { Properties } of Object.values(silent.findResources('AWS::CloudWatch::Alarm'))) {
    expect(Properties.AlarmDescription.length).toBeGreaterThan(30);
    expect(Properties).toMatchObject({ TreatMissingData: 'notBreaching', EvaluationPeriods: 1 });
  }
});

test('T05: an address that reached its limit raises an alarm at once', () => {
  silent.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'Gatehouse',
    MetricName: 'AddressLimit',
    Statistic: 'Sum',
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  });
});

test('two portals of one account do not raise each other’s alarms', () => {
  mailed.hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: 'Second', MetricName: 'AddressLimit' });
  mailed.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ METRICS_NAMESPACE: 'Second' }) },
  });
});

test('alarms look at few metrics, because each costs ten cents a month (docs/deploy.md)', () => {
  const alarms = Object.values(silent.findResources('AWS::CloudWatch::Alarm'));
  const metrics = alarms.map(({ Properties }) =>
    Properties.Metrics ? Properties.Metrics.filter((one: object) => 'MetricStat' in one).length : 1,
  );
  expect(metrics.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(24);
});

test('alarms are mailed where the configuration says, and nowhere without it', () => {
  silent.resourceCountIs('AWS::SNS::Topic', 0);
  mailed.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.org' });
  for (const { Properties } of Object.values(mailed.findResources('AWS::CloudWatch::Alarm'))) {
    expect(Properties.AlarmActions).toHaveLength(1);
  }
});

test('the topic lets alarms in: a policy of its own replaces the one that AWS gives a topic', () => {
  mailed.hasResourceProperties('AWS::SNS::TopicPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ]),
    },
  });
});

test('one dashboard shows sign-ins, messages and alarms', () => {
  silent.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
});
