import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { wildcardAction, wildcardResource } from './wildcards.ts';

/** What operators publish next to the pages. */
const NOTICES_FILE = 'notices.json';
/** How long browsers and CloudFront keep it. */
const NOTICES_SECONDS = 60;

export interface PagesDeploymentProps {
  readonly bucket: IBucket;
  /** Where the built pages are. */
  readonly folder: string;
  readonly logDays: RetentionDays;
}

/** Copies the built pages into their bucket. Assets go first, because pages name them. */
export class PagesDeployment extends Construct {
  constructor(scope: Construct, id: string, { bucket, folder, logDays }: PagesDeploymentProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', { retention: logDays, removalPolicy: RemovalPolicy.DESTROY });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);

    const files = new Asset(this, 'Files', { path: folder });
    const sources = [Source.bucket(files.bucket, files.s3ObjectKey)];
    const common = { sources, destinationBucket: bucket, role, logGroup };
    const assets = new BucketDeployment(this, 'Assets', {
      ...common,
      exclude: ['*'],
      include: ['assets/*'],
      // Old ones stay for those who still look at an old page.
      prune: false,
      cacheControl: [CacheControl.setPublic(), CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
    });
    const pages = new BucketDeployment(this, 'Pages', {
      ...common,
      // Operators publish notices.json; a deployment must not remove it.
      exclude: ['assets/*', NOTICES_FILE],
      cacheControl: [CacheControl.noCache()],
    });
    pages.node.addDependency(assets);
    const notices = new BucketDeployment(this, 'Notices', {
      ...common,
      // Always the same, so it is copied once, when the portal is deployed first; from then on operators publish it.
      sources: [Source.data(NOTICES_FILE, '{"notices":[]}\n')],
      prune: false,
      cacheControl: [CacheControl.setPublic(), CacheControl.maxAge(Duration.seconds(NOTICES_SECONDS))],
    });
    notices.node.addDependency(pages);
    acknowledgeCopying(role, [files.bucket, bucket]);
    acknowledgeCopiers(Stack.of(this));
  }
}

function acknowledgeCopying(role: Role, buckets: readonly IBucket[]): void {
  const actions = ['s3:GetBucket*', 's3:GetObject*', 's3:List*', 's3:Abort*', 's3:DeleteObject*'];
  const ids = [
    ...actions.map(wildcardAction),
    ...buckets.map((bucket) => wildcardResource(role, bucket.arnForObjects('*'))),
  ];
  const reason = 'CDK words it so. It reads the assets of deployments and writes the files of one bucket.';
  acknowledge(role, Object.fromEntries(ids.map((id) => [id, reason])));
}

/** The function of CDK that copies stands in the stack, where all deployments share it. */
function acknowledgeCopiers(stack: Stack): void {
  for (const copier of stack.node.children.filter(({ node }) => node.id.startsWith('Custom::CDKBucketDeployment'))) {
    acknowledge(copier, {
      'AwsSolutions-L1': 'A function of CDK, which chooses its runtime.',
      'Serverless-LambdaLatestVersion': 'A function of CDK, which chooses its runtime.',
      'Serverless-LambdaDLQ': 'CloudFormation calls it during a deployment, and reports a failure itself.',
      'Serverless-LambdaTracing': 'It runs during a deployment only.',
    });
  }
}
