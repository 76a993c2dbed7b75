import { Stack } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import {
  counted,
  errors,
  failedRequests,
  mailReputation,
  refusedSockets,
  streamAge,
  throttles,
  undelivered,
  type Watched,
} from './portal-metrics.ts';

export interface PortalAlarmsProps {
  readonly watched: Watched;
  /** Where alarms are mailed. @default nowhere */
  readonly address?: string;
}

interface AlarmSpec {
  readonly metric: IMetric;
  /** The alarm is raised when the metric reaches this within its period. */
  readonly threshold: number;
  /** What it means and what to do, for the one who is woken by it. */
  readonly meaning: string;
}

function alarmSpecs(watched: Watched): Readonly<Record<string, AlarmSpec>> {
  return { ...failureAlarms(watched), ...messageAlarms(watched), ...abuseAlarms(watched) };
}

function failureAlarms(watched: Watched): Readonly<Record<string, AlarmSpec>> {
  return {
    ...errorAlarms(watched),
    Throttles: {
      metric: throttles(),
      threshold: 5,
      meaning: 'Lambda refuses calls: the concurrency of the account in this region is used up, whoever used it.',
    },
    ServerErrors: {
      metric: failedRequests(watched.api),
      threshold: 5,
      meaning: 'People see errors (5xx). Look for ERROR in the logs of the functions.',
    },
  };
}

function messageAlarms(watched: Watched): Readonly<Record<string, AlarmSpec>> {
  return {
    DeadLetters: {
      metric: undelivered(watched.streams),
      threshold: 1,
      meaning: 'Messages could not be delivered after all tries. They are still in the outbox.',
    },
    MessagesFailed: {
      metric: counted(watched, 'MessagesFailed'),
      threshold: 5,
      meaning: 'E-mail or SMS is refused by SES or SNS: sandbox, suspended sending, or spend limit.',
    },
    MailBounces: {
      metric: mailReputation('BounceRate'),
      threshold: 0.05,
      meaning:
        'One e-mail in twenty of this account bounces; SES stops sending at one in ten. Look for wrong addresses.',
    },
    MailComplaints: {
      metric: mailReputation('ComplaintRate'),
      threshold: 0.001,
      meaning: 'One e-mail in a thousand of this account is called spam; SES stops sending at one in two hundred.',
    },
    StreamAge: {
      metric: streamAge(watched.streams),
      threshold: 60_000,
      meaning: 'Messages wait longer than a minute (in milliseconds); one-time codes live for five.',
    },
    SmsBudgetExhausted: {
      metric: counted(watched, 'SmsBudgetExhausted'),
      threshold: 1,
      meaning: 'The SMS budget of the day is used up; SMS codes stop until midnight UTC.',
    },
  };
}

function abuseAlarms(watched: Watched): Readonly<Record<string, AlarmSpec>> {
  return {
    AddressLimit: {
      metric: counted(watched, 'AddressLimit'),
      threshold: 1,
      meaning: 'An address gave 100 wrong answers in ten minutes: somebody tries passwords on many accounts.',
    },
    RefusedSockets: {
      metric: refusedSockets(watched.sockets),
      threshold: 500,
      meaning: 'Sockets are refused in great number; whoever waits for a phone asks every three seconds instead.',
    },
    ContactFlood: {
      metric: counted(watched, 'ContactFlood'),
      threshold: 1,
      meaning:
        'The contact form has taken all messages of the day; people are asked to write instead. See who floods it.',
    },
    NotMe: {
      metric: counted(watched, 'NotMe'),
      threshold: 1,
      meaning: 'An owner said "it was not me": the account is locked. The log of the security function names it.',
    },
  };
}

/** One alarm can look at so many metrics. */
const MOST_METRICS = 10;

/** As many alarms as it takes to look at every function: `Errors`, `Errors2`. */
function errorAlarms({ functions }: Watched): Readonly<Record<string, AlarmSpec>> {
  const alarms = Array.from({ length: Math.ceil(functions.length / MOST_METRICS) }, (_, index) => {
    const some = functions.slice(index * MOST_METRICS, (index + 1) * MOST_METRICS);
    const meaning = 'A function failed in a way it did not foresee. Its log has the error whole.';
    return [index === 0 ? 'Errors' : `Errors${index + 1}`, { threshold: 1, meaning, metric: errors(some) }];
  });
  return Object.fromEntries(alarms);
}

/** What should wake somebody up. Without an address, alarms change their colour on the dashboard and nothing else. */
export class PortalAlarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, { watched, address }: PortalAlarmsProps) {
    super(scope, id);
    this.all = Object.entries(alarmSpecs(watched)).map(([name, spec]) => this.addAlarm(name, spec));
    if (address === undefined) return;
    const topic = this.addTopic(address);
    for (const alarm of this.all) alarm.addAlarmAction(new SnsAction(topic));
  }

  private addTopic(address: string): Topic {
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    // With a policy of its own a topic loses the one by which AWS lets the alarms of an account in.
    topic.grantPublish(
      new ServicePrincipal('cloudwatch.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    topic.addSubscription(new EmailSubscription(address));
    acknowledge(topic, {
      'Serverless-SNSRedrivePolicy': 'A mail that SNS cannot deliver helps nobody later; the dashboard has the alarm.',
    });
    return topic;
  }

  private addAlarm(name: string, { metric, threshold, meaning }: AlarmSpec): Alarm {
    return new Alarm(this, name, {
      metric,
      threshold,
      alarmDescription: meaning,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
