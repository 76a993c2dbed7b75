import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { RouteSpec } from '../lambdas/flows/spec.ts';
import { acknowledge } from './acknowledge.ts';
import { pascalCase } from './names.ts';
import type { PortalFunction } from './portal-function.ts';

export interface PortalApiProps {
  readonly functions: readonly PortalFunction[];
  readonly logDays: RetentionDays;
}

/** No body, no query string, no header but these: a log is read by more people than a table. */
const LOGGED = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMilliseconds: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
  sourceIp: '$context.identity.sourceIp',
};

/** For a route that `flows.ts` forgot a throttle for; a test sees to it that there is none. */
const DEFAULT_THROTTLE: RouteSpec = { rate: 10, burst: 20 };

/**
 * The HTTP API: the routes of `flows.ts`, each with its throttle. Its own host stays reachable, because CloudFront
 * needs it; functions refuse what comes without the origin secret.
 */
export class PortalApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: PortalApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Http', { createDefaultStage: false, description: 'What the pages talk to.' });
    const routes = props.functions.flatMap((one) => this.addRoutes(one));
    const stage = this.addStage(props);
    stage.node.addDependency(...routes);
    acknowledge(this, {
      'AwsSolutions-APIG4':
        'People sign in here: the functions check the origin secret, the flow and the session themselves.',
    });
  }

  private addRoutes({ name, function: handler, spec }: PortalFunction): HttpRoute[] {
    const integration = new HttpLambdaIntegration(`${pascalCase(name)}Integration`, handler);
    return Object.keys(spec.routes ?? {}).map(
      (key) => new HttpRoute(this, pascalCase(key), { httpApi: this.api, routeKey: parseRouteKey(key), integration }),
    );
  }

  private addStage({ functions, logDays }: PortalApiProps): CfnStage {
    const logs = new LogGroup(this, 'AccessLogs', { retention: logDays, removalPolicy: RemovalPolicy.DESTROY });
    const throttles = functions.flatMap(({ spec }) => Object.entries(spec.routes ?? {}));
    return new CfnStage(this, 'Stage', {
      apiId: this.api.apiId,
      stageName: '$default',
      autoDeploy: true,
      defaultRouteSettings: throttleSettings(DEFAULT_THROTTLE),
      // Untyped by CDK and taken as it is: the names must be CloudFormation's.
      routeSettings: Object.fromEntries(
        throttles.map(([key, { rate, burst }]) => [key, { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }]),
      ),
      accessLogSettings: { destinationArn: logs.logGroupArn, format: JSON.stringify(LOGGED) },
    });
  }
}

function throttleSettings({ rate, burst }: RouteSpec): CfnStage.RouteSettingsProperty {
  return { throttlingRateLimit: rate, throttlingBurstLimit: burst };
}

/** `POST /api/sign-in` as API Gateway wants it. */
function parseRouteKey(key: string): HttpRouteKey {
  const [verb = '', path = ''] = key.split(' ');
  const method = Object.values(HttpMethod).find((known) => known === verb);
  if (method === undefined || !path.startsWith('/api/')) {
    throw new Error(`A route is 'METHOD /api/...'; flows.ts has '${key}'.`);
  }
  return HttpRouteKey.with(path, method);
}
