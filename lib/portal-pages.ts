import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RemovalPolicy, Stage } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { buildPages } from '../web/build.ts';
import type { ResolvedOptions } from './config.ts';
import { PagesDeployment } from './pages-deployment.ts';

export interface PortalPagesProps {
  readonly options: ResolvedOptions;
  /** Where reads of the bucket are logged. */
  readonly accessLogs: IBucket;
}

/** The pages, built now for the brand and languages of this portal, and put into a private bucket. */
export class PortalPages extends Construct {
  readonly bucket: Bucket;
  /** Addresses of the pages, without their language: `/`, `/portal/` and so on. */
  readonly addresses: readonly string[];

  constructor(scope: Construct, id: string, props: PortalPagesProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      serverAccessLogsBucket: props.accessLogs,
      serverAccessLogsPrefix: 'pages/',
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    const folder = join(Stage.of(this)?.outdir ?? '', `pages-${this.node.addr}`);
    buildPages({ config: pageConfig(props.options), outDir: folder });
    this.addresses = findAddresses(join(folder, props.options.locales[0] ?? ''));
    new PagesDeployment(this, 'Deployment', { bucket: this.bucket, folder, logDays: props.options.logDays });
  }
}

function pageConfig(options: ResolvedOptions) {
  const { name, accent, page, locales, identifiers, supportAddress } = options;
  const { passwordPolicy, recovery, smsCountries, approvalMatch, approvalUsernameFirst } = options;
  const logo = options.logo === undefined ? undefined : readFileSync(options.logo, 'utf8');
  return {
    name,
    logo,
    appIcon: options.appIcon === undefined ? undefined : readFileSync(options.appIcon),
    accent,
    page,
    locales,
    identifiers,
    passwordPolicy,
    recovery,
    approvalMatch,
    approvalUsernameFirst,
    smsCountries,
    supportAddress,
    tiles: options.tiles.map(pictured),
  };
}

/** A tile with the picture itself in place of its path. */
function pictured({ picture, ...tile }: ResolvedOptions['tiles'][number]) {
  return { ...tile, picture: picture === undefined ? undefined : readFileSync(picture, 'utf8') };
}

function findAddresses(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('index.html'))
    .map((file) => join('/', dirname(file), '/').replaceAll('\\', '/'))
    .sort();
}
