import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import {
  counted,
  failedRequests,
  overFunctions,
  refusedSockets,
  streamAge,
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
  /** The alarm is raised when the metric reaches this within five minutes. */
  readonly threshold: number;
  /** What it means and what to do, for the one who is woken by it. */
  readonly meaning: string;
}

function alarmSpecs(watched: Watched): Readonly<Record<string, AlarmSpec>> {
  return {
    ...overAllFunctions(watched, 'Errors', {
      threshold: 1,
      meaning: 'A function failed in a way it did not foresee. Its log has the error whole.',
    }),
    ...overAllFunctions(watched, 'Throttles', {
      threshold: 5,
      meaning: 'Functions were refused by Lambda: the account’s concurrency is used up.',
    }),
    ServerErrors: {
      metric: failedRequests(watched.api),
      threshold: 5,
      meaning: 'People see errors (5xx). Look for ERROR in the logs of the functions.',
    },
    DeadLetters: {
      metric: undelivered(watched.streams),
      threshold: 1,
      meaning: 'Messages could not be delivered after all tries. They are still in the outbox.',
    },
    MessagesFailed: {
      metric: counted('MessagesFailed'),
      threshold: 5,
      meaning: 'E-mail or SMS is refused by SES or SNS: sandbox, suspended sending, or spend limit.',
    },
    StreamAge: {
      metric: streamAge(watched.streams),
      threshold: 60_000,
      meaning: 'Messages wait longer than a minute (in milliseconds); one-time codes live for five.',
    },
    AddressLimit: {
      metric: counted('AddressLimit'),
      threshold: 1,
      meaning: 'An address gave 100 wrong answers in ten minutes: somebody tries passwords on many accounts.',
    },
    SmsBudgetExhausted: {
      metric: counted('SmsBudgetExhausted'),
      threshold: 1,
      meaning: 'The SMS budget of the day is used up; SMS codes stop until midnight UTC.',
    },
    RefusedSockets: {
      metric: refusedSockets(watched.sockets),
      threshold: 500,
      meaning: 'Sockets are refused in great number; whoever waits for a phone asks every three seconds instead.',
    },
    ContactFlood: {
      metric: counted('ContactFlood'),
      threshold: 1,
      meaning:
        'The contact form has taken all messages of the day; people are asked to write instead. See who floods it.',
    },
    NotMe: {
      metric: counted('NotMe'),
      threshold: 1,
      meaning: 'An owner said "it was not me": the account is locked. The log of the security function names it.',
    },
  };
}

/** One alarm can look at so many metrics. */
const MOST_METRICS = 10;

/** As many alarms as it takes to look at every function: `Errors`, `Errors2`. */
function overAllFunctions(
  { functions }: Watched,
  what: 'Errors' | 'Throttles',
  spec: Omit<AlarmSpec, 'metric'>,
): Readonly<Record<string, AlarmSpec>> {
  const alarms = Array.from({ length: Math.ceil(functions.length / MOST_METRICS) }, (_, index) => {
    const some = functions.slice(index * MOST_METRICS, (index + 1) * MOST_METRICS);
    return [index === 0 ? what : `${what}${index + 1}`, { ...spec, metric: overFunctions(some, what) }];
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
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(address));
    for (const alarm of this.all) alarm.addAlarmAction(new SnsAction(topic));
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
