import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface PortalAttachmentsProps {
  /** The portal's own domain. @default none: the host is one of cloudfront.net */
  readonly domainName: string | undefined;
  /** Where reads and writes of the bucket are logged. */
  readonly accessLogs: IBucket;
}

/** What waits here until a ticket names it. */
const WAITING = 'new/';
const KEPT = 'tickets/';

/**
 * The files of tickets: a private bucket with a host of its own, reached by presigned requests only, so that nothing that
 * anybody uploaded is ever served from the portal's origin. What no ticket names is removed after a day.
 */
export class PortalAttachments extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { domainName, accessLogs }: PortalAttachmentsProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'attachments/',
      lifecycleRules: [
        { prefix: WAITING, expiration: Duration.days(1) },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      cors: [
        {
          allowedMethods: [HttpMethods.PUT],
          // Without an own domain the host is known only after the headers of its pages, which name this bucket. Who
          // may upload is for the signature to say; this only says which pages may try.
          allowedOrigins: [domainName === undefined ? 'https://*.cloudfront.net' : `https://${domainName}`],
          allowedHeaders: ['content-type', 'x-amz-meta-name'],
          maxAge: 3000,
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Its own host: `https://BUCKET.s3.REGION.amazonaws.com`. */
  get url(): string {
    return `https://${this.bucket.bucketRegionalDomainName}`;
  }

  /** What waits, and what tickets keep. */
  get arns(): readonly [waiting: string, kept: string] {
    return [this.bucket.arnForObjects(`${WAITING}*`), this.bucket.arnForObjects(`${KEPT}*`)];
  }
}
