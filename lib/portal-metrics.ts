import { Duration } from 'aws-cdk-lib';
import type { HttpApi, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { MetricName } from '../lambdas/log.ts';
import type { StreamDelivery } from './stream-delivery.ts';

/** What is watched. */
export interface Watched {
  /** Where the functions count: a namespace of this portal's own, for an account may have several. */
  readonly namespace: string;
  readonly functions: readonly IFunction[];
  readonly api: HttpApi;
  readonly sockets: WebSocketApi;
  readonly streams: readonly StreamDelivery[];
}

const period = Duration.minutes(5);
const sum = { period, statistic: Stats.SUM };

/** A metric that the functions count in their logs (embedded metric format), summed over its dimensions. */
export function counted({ namespace }: Watched, metricName: MetricName): Metric {
  return new Metric({ namespace, metricName, ...sum });
}

/** Calls of any of the functions that failed in a way it did not foresee. */
export function errors(functions: readonly IFunction[]): IMetric {
  const metrics = functions.map((one) => one.metricErrors(sum));
  return combine('SUM', 'errors', 'errors', metrics);
}

/** Calls that Lambda refused, of all functions in this region: they share the account's concurrency, and one metric. */
export const throttles = () => LambdaFunction.metricAllThrottles({ ...sum, label: 'throttles' });

/** What SES thinks of the whole account in this region, between 0 and 1; without bounces or complaints it says nothing. */
export const mailReputation = (rate: 'BounceRate' | 'ComplaintRate') =>
  new Metric({
    namespace: 'AWS/SES',
    metricName: `Reputation.${rate}`,
    period: Duration.hours(1),
    statistic: Stats.MAXIMUM,
  });

/** Messages in any of the queues of what could not be delivered. */
export function undelivered(streams: readonly StreamDelivery[]): IMetric {
  const metrics = streams.map(({ deadLetters }) =>
    deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM }),
  );
  return combine('SUM', 'queue', 'dead letters', metrics);
}

/** Age of the oldest row that waits in any stream, in milliseconds. */
export function streamAge(streams: readonly StreamDelivery[]): IMetric {
  const metrics = streams.map(({ target }) => target.metric('IteratorAge', { period, statistic: Stats.MAXIMUM }));
  return combine('MAX', 'age', 'oldest waiting (ms)', metrics);
}

/** `prefix` keeps the ids of metrics apart on one graph. */
function combine(operation: 'SUM' | 'MAX', prefix: string, label: string, metrics: readonly IMetric[]): IMetric {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`${prefix}${index}`, metric]));
  const expression = `${operation}([${Object.keys(usingMetrics).join(', ')}])`;
  return new MathExpression({ expression, usingMetrics, label, period });
}

export const requests = (api: HttpApi) => api.metricCount({ period, statistic: Stats.SUM, label: 'requests' });
export const refusedRequests = (api: HttpApi) => api.metricClientError({ ...sum, label: '4xx' });
export const failedRequests = (api: HttpApi) => api.metricServerError({ ...sum, label: '5xx' });
export const latency = (api: HttpApi, statistic: string) => api.metricLatency({ period, statistic, label: statistic });

/** Sockets that were let in or not, and messages to them. */
export const connects = (sockets: WebSocketApi) => sockets.metric('ConnectCount', { ...sum, label: 'connects' });
export const hints = (sockets: WebSocketApi) => sockets.metric('MessageCount', { ...sum, label: 'messages' });

/** Sockets that the function refused. */
export const refusedSockets = (sockets: WebSocketApi) =>
  sockets.metric('IntegrationError', { ...sum, label: 'refused' });
