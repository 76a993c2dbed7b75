import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import {
  counted,
  failedRequests,
  latency,
  overFunctions,
  refusedRequests,
  requests,
  streamAge,
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
    const { api, functions, streams } = watched;
    new Dashboard(this, 'Dashboard', {
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 3 })],
        [
          graph('Sign-ins', [counted('SignIns'), counted('Refusals'), counted('AddressLimit')]),
          graph('Requests', [requests(api), refusedRequests(api), failedRequests(api)]),
          graph('Latency', [latency(api, Stats.p(50)), latency(api, Stats.p(99))]),
        ],
        [
          graph('Messages', [counted('MessagesSent'), counted('MessagesFailed'), counted('SmsBudgetExhausted')]),
          graph('Delivery', [streamAge(streams), undelivered(streams)]),
          graph('Functions', [overFunctions(functions, 'Errors'), overFunctions(functions, 'Throttles')]),
        ],
      ],
    });
  }
}

function graph(title: string, metrics: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left: metrics, width: 8, height: 6 });
}
