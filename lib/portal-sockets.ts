import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat, CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { LogGroupLogDestination, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { RouteSpec } from '../lambdas/flows/spec.ts';
import { acknowledge } from './acknowledge.ts';
import type { PortalFunction } from './portal-function.ts';

export interface PortalSocketsProps {
  readonly logDays: RetentionDays;
  /** Sockets that may be asked for, over all callers. */
  readonly throttle: RouteSpec;
}

/** The path of sockets on the portal's host. CloudFront hands it on as it is, so the stage has the same name. */
const STAGE = 'ws';

/** No query string, no header, no message: a log is read by more people than a table. */
const LOGGED = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  connection: '$context.connectionId',
  integrationError: '$context.integrationErrorMessage',
  sourceIp: '$context.identity.sourceIp',
};

/**
 * The WebSocket API: who may connect is for one function to say; nothing that comes over a socket goes anywhere, because
 * there is no other route. Its own host stays reachable, as that of the HTTP API does, and is as useless without the
 * origin secret.
 */
export class PortalSockets extends Construct {
  readonly api: WebSocketApi;
  readonly path = `/${STAGE}`;
  /** Where functions post to sockets. */
  readonly endpoint: string;

  constructor(scope: Construct, id: string, { logDays, throttle }: PortalSocketsProps) {
    super(scope, id);
    this.api = new WebSocketApi(this, 'Api', { description: 'Tells browsers and phones that something has changed.' });
    const stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: STAGE,
      autoDeploy: true,
      throttle: { rateLimit: throttle.rate, burstLimit: throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLogs', { retention: logDays, removalPolicy: RemovalPolicy.DESTROY }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(LOGGED)),
      },
    });
    stage.node.addDependency(this.allowLogs());
    this.endpoint = stage.callbackUrl;
    acknowledge(this, {
      'AwsSolutions-APIG4': 'The function of $connect checks origin, origin secret, flow or proof itself.',
    });
  }

  /** Whoever that function lets in gets a socket. */
  letIn({ function: handler }: PortalFunction): void {
    this.api.addRoute('$connect', { integration: new WebSocketLambdaIntegration('Connect', handler) });
  }

  /** ARN of what `POST` or `DELETE` does to any socket. */
  arnOf(method: 'POST' | 'DELETE'): string {
    const resourceName = `${STAGE}/${method}/@connections/*`;
    return Stack.of(this).formatArn({ service: 'execute-api', resource: this.api.apiId, resourceName });
  }

  /**
   * WebSocket APIs log through a role that is set once for an account and region, for all of its APIs. Retained: other
   * APIs may log through it by then.
   */
  private allowLogs(): CfnAccount {
    const role = new Role(this, 'LogsRole', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    acknowledge(role, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
        'API Gateway asks for the permissions of this policy, on all log groups, before it takes the role.',
    });
    const account = new CfnAccount(this, 'LogsAccount', { cloudWatchRoleArn: role.roleArn });
    account.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return account;
  }
}
