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
  connects,
  counted,
  failedRequests,
  hints,
  latency,
  overFunctions,
  refusedRequests,
  refusedSockets,
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
    const { api, functions, sockets, streams } = watched;
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
        [
          graph('Approvals', [counted('ApprovalsAccepted'), counted('ApprovalsDenied'), counted('ApprovalsReported')]),
          graph('Sockets', [connects(sockets), hints(sockets), refusedSockets(sockets)]),
          graph('Help', [counted('ContactMessages'), counted('ContactFlood'), counted('HelpFeedback')]),
        ],
      ],
    });
  }
}

function graph(title: string, metrics: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left: metrics, width: 8, height: 6 });
}
