import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { channelEnvironment, environment } from '../lambdas/flows/environment.ts';
import type { FunctionSpec } from '../lambdas/flows/spec.ts';
import { type Acknowledgements, acknowledge } from './acknowledge.ts';
import { emailArns } from './channel-statements.ts';
import { functionCode } from './function-bundling.ts';
import { grantAccess, type House } from './function-grants.ts';
import { tableNames } from './table-names.ts';
import { wildcardResource } from './wildcards.ts';

export interface PortalFunctionProps {
  /** Name of the function in `flows.ts` and of its file in `lambdas/handlers/`. */
  readonly name: string;
  readonly spec: FunctionSpec;
  readonly house: House;
  /** JSON of `Settings`. */
  readonly settings: string;
  /** Namespace of the metrics that functions count. */
  readonly namespace: string;
  readonly logDays: RetentionDays;
}

/** One function of `flows.ts`, with a role and a log group of its own. */
export class PortalFunction extends Construct {
  readonly name: string;
  readonly spec: FunctionSpec;
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: PortalFunctionProps) {
    super(scope, id);
    const { name, spec, house } = props;
    this.name = name;
    this.spec = spec;
    const logGroup = new LogGroup(this, 'Logs', { retention: props.logDays, removalPolicy: RemovalPolicy.DESTROY });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    grantAccess(role, spec, house);

    this.function = new LambdaFunction(this, 'Function', {
      description: spec.purpose,
      code: functionCode(name),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: spec.memoryMegabytes,
      timeout: Duration.seconds(spec.timeoutSeconds),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      role,
      logGroup,
      environment: environmentOf(props),
    });
    acknowledge(role, {
      'AwsSolutions-IAM5[Resource::*]': spec.channels.includes('sms')
        ? 'X-Ray knows no resources, and a phone number has no ARN: all that has one is denied.'
        : 'X-Ray knows no resources.',
      ...(spec.channels.includes('email') && anyIdentity(role)),
      ...(spec.channels.includes('sockets') && openSockets(role, house, 'POST')),
      ...(spec.channels.includes('hang-up') && openSockets(role, house, 'DELETE')),
      ...(spec.channels.includes('attachments') && anyFile(role, house)),
    });
    acknowledge(this.function, {
      'Serverless-LambdaDLQ':
        'Never called asynchronously: by API Gateway, which waits, or by a stream with its own queue.',
    });
  }
}

/** What is known before the distribution exists; `PORTAL_ORIGIN` is added once it does. */
function environmentOf({ spec, house, settings, namespace }: PortalFunctionProps): Record<string, string> {
  const tables = tableNames(spec.tables).map((name) => [environment.table(name), house.tables.get(name).tableName]);
  const secrets = spec.secrets.map((name) => [environment.secret(name), house.secrets.byName[name].secretArn]);
  const isAsked = spec.routes !== undefined || spec.sockets !== undefined;
  const originSecret = isAsked ? [[environment.originSecret, house.secrets.acceptedOriginSecrets]] : [];
  const sockets = spec.channels.includes('sockets') ? [[channelEnvironment.sockets, house.sockets.endpoint]] : [];
  const { bucket, url } = house.attachments;
  const attachments = spec.channels.includes('attachments')
    ? [
        [channelEnvironment.attachments, bucket.bucketName],
        [channelEnvironment.attachmentsUrl, url],
      ]
    : [];
  const own = [
    [environment.settings, settings],
    [environment.namespace, namespace],
  ];
  return Object.fromEntries([...tables, ...secrets, ...originSecret, ...sockets, ...attachments, ...own]);
}

/** What is acknowledged of a role that may send e-mail. */
function anyIdentity(role: Role): Acknowledgements {
  const reason = 'SES asks about recipients and configuration sets too; the condition leaves one address to send from.';
  return Object.fromEntries(emailArns(role).map((arn) => [wildcardResource(role, arn), reason]));
}

/** What is acknowledged of a role that may post to sockets, or end them. */
function openSockets(role: Role, { sockets }: House, method: 'POST' | 'DELETE'): Acknowledgements {
  return { [wildcardResource(role, sockets.arnOf(method))]: 'Which sockets are open is known at run time only.' };
}

/** What is acknowledged of a role that may sign uploads and downloads. */
function anyFile(role: Role, { attachments }: House): Acknowledgements {
  const reason = 'Files have random names; these are the two folders of the bucket that holds nothing else.';
  return Object.fromEntries(attachments.arns.map((arn) => [wildcardResource(role, arn), reason]));
}
