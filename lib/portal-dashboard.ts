import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { MetricName } from '../lambdas/log.ts';
import {
  connects,
  counted,
  errors,
  failedRequests,
  hints,
  latency,
  refusedRequests,
  refusedSockets,
  requests,
  streamAge,
  throttles,
  undelivered,
  type Watched,
} from './portal-metrics.ts';

export interface PortalDashboardProps {
  readonly watched: Watched;
  readonly alarms: readonly IAlarm[];
}

/** One page that answers: do people get in, do messages go out, is anything on fire? */
export class PortalDashboard extends Construct {
  constructor(scope: Construct, id: string, { watched, alarms }: PortalDashboardProps) {
    super(scope, id);
    const { api, functions, sockets, streams } = watched;
    const count = (name: MetricName) => counted(watched, name);
    new Dashboard(this, 'Dashboard', {
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 3 })],
        [
          graph('Sign-ins', [count('SignIns'), count('Refusals'), count('AddressLimit')]),
          graph('Requests', [requests(api), refusedRequests(api), failedRequests(api)]),
          graph('Latency', [latency(api, Stats.p(50)), latency(api, Stats.p(99))]),
        ],
        [
          graph('Messages', [count('MessagesSent'), count('MessagesFailed'), count('SmsBudgetExhausted')]),
          graph('Delivery', [streamAge(streams), undelivered(streams)]),
          graph('Functions', [errors(functions), throttles()]),
        ],
        [
          graph('Approvals', [count('ApprovalsAccepted'), count('ApprovalsDenied'), count('ApprovalsReported')]),
          graph('Sockets', [connects(sockets), hints(sockets), refusedSockets(sockets)]),
          graph('Help', [count('ContactMessages'), count('ContactFlood'), count('HelpFeedback')]),
        ],
      ],
    });
  }
}

function graph(title: string, metrics: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left: metrics, width: 8, height: 6 });
}
