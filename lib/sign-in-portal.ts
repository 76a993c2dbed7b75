import { Stack } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';
import { channelEnvironment, environment } from '../lambdas/flows/environment.ts';
import { functions as specs } from '../lambdas/flows.ts';
import { AccessLogs } from './access-logs.ts';
import { resolveOptions } from './config.ts';
import type { House } from './function-grants.ts';
import type { DeploymentOptions, PortalOptions } from './options.ts';
import { PortalAlarms } from './portal-alarms.ts';
import { PortalApi } from './portal-api.ts';
import { PortalAttachments } from './portal-attachments.ts';
import { PortalDashboard } from './portal-dashboard.ts';
import { PortalDistribution } from './portal-distribution.ts';
import { PortalFunctions } from './portal-functions.ts';
import { PortalOutputs } from './portal-outputs.ts';
import { PortalPages } from './portal-pages.ts';
import { PortalSecrets } from './portal-secrets.ts';
import { toSettings } from './portal-settings.ts';
import { PortalSockets } from './portal-sockets.ts';
import { PortalTables } from './portal-tables.ts';
import { SenderIdentity } from './sender-identity.ts';
import { tableNames } from './table-names.ts';

/** All that an organisation decides; `options.ts` documents what is inherited. Only the two addresses are required. */
export interface SignInPortalProps extends PortalOptions, DeploymentOptions {
  /** Certificate of `domainName`, in us-east-1. Needed with `domainName`. @default none: the host is one of cloudfront.net */
  readonly certificate?: ICertificate;
  /** ARN of a web ACL in us-east-1, for example of a `PortalFirewall`. @default none, because it costs money */
  readonly webAclArn?: string;
}

/**
 * A sign-in portal. One to a stack, because the operators' command line reads the stack's outputs.
 *
 * ```ts
 * new SignInPortal(this, 'Portal', { supportAddress: 'help@example.org', senderAddress: 'sign-in@example.org' });
 * ```
 */
export class SignInPortal extends Construct {
  /** Where the portal is, for example `https://id.example.org`. */
  readonly origin: string;
  /** The host that the DNS record of `domainName` points at. */
  readonly distributionDomainName: string;

  constructor(scope: Construct, id: string, { certificate, webAclArn, ...given }: SignInPortalProps) {
    super(scope, id);
    const options = resolveOptions(given);
    const { domainName, locales, logDays, senderAddress } = options;
    checkDomain(domainName, certificate);

    const tables = new PortalTables(this, 'Tables');
    const secrets = new PortalSecrets(this, 'Secrets', options);
    const sockets = new PortalSockets(this, 'Sockets', { throttle: specs.push.sockets.$connect, logDays });
    const accessLogs = new AccessLogs(this, 'AccessLogs', { days: logDays }).bucket;
    const attachments = new PortalAttachments(this, 'Attachments', { domainName, accessLogs });
    const house = { tables, secrets, sockets, attachments, senderAddress };
    if (options.createSenderIdentity) new SenderIdentity(this, 'Sender', { senderAddress });

    const settings = JSON.stringify(toSettings(options));
    const namespace = Stack.of(this).stackName;
    const functions = new PortalFunctions(this, 'Functions', { house, settings, namespace, logDays });
    const { api } = new PortalApi(this, 'Api', { functions: functions.all, logDays });

    const pages = new PortalPages(this, 'Pages', { options, accessLogs });
    const edge = { pages, locales, api, sockets, attachments, originSecret: secrets.sentOriginSecret, accessLogs };
    const { distribution, origin } = new PortalDistribution(this, 'Edge', {
      ...edge,
      domainName,
      certificate,
      webAclArn,
    });
    functions.setOrigin(origin);
    this.origin = origin;
    this.distributionDomainName = distribution.distributionDomainName;

    const lambdas = functions.all.map((one) => one.function);
    const watched = { namespace, api, sockets: sockets.api, functions: lambdas, streams: functions.streams };
    const alarms = new PortalAlarms(this, 'Alarms', { watched, address: options.alarmAddress });
    new PortalDashboard(this, 'Monitoring', { watched, alarms: alarms.all });
    new PortalOutputs(this, 'Outputs', {
      ...describeHouse(house),
      [environment.settings]: settings,
      [environment.origin]: origin,
      PAGES_BUCKET: pages.bucket.bucketName,
      [channelEnvironment.attachments]: attachments.bucket.bucketName,
      DISTRIBUTION_HOST: this.distributionDomainName,
    });
  }
}

/** Throws when there is one without the other. */
function checkDomain(domainName: string | undefined, certificate: ICertificate | undefined): void {
  if ((domainName === undefined) === (certificate === undefined)) return;
  throw new Error('SignInPortal needs domainName and certificate together, or neither.');
}

function describeHouse({ tables, secrets }: House): Record<string, string> {
  const names = tableNames().map((name) => [environment.table(name), tables.get(name).tableName]);
  return { ...Object.fromEntries(names), [environment.secret('keys')]: secrets.byName.keys.secretArn };
}
