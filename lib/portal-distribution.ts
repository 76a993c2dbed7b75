import { Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { ORIGIN_SECRET_HEADER } from '../lambdas/flows/environment.ts';
import { acknowledge } from './acknowledge.ts';
import { renderLocaleRouter } from './locale-router.ts';
import type { PortalAttachments } from './portal-attachments.ts';
import type { PortalPages } from './portal-pages.ts';
import type { PortalSockets } from './portal-sockets.ts';
import { policyName, ResponseHeaders } from './response-headers.ts';

export interface PortalDistributionProps {
  readonly pages: PortalPages;
  readonly locales: readonly string[];
  readonly api: HttpApi;
  readonly sockets: PortalSockets;
  readonly attachments: PortalAttachments;
  /** What CloudFront proves itself with to the APIs. */
  readonly originSecret: string;
  readonly accessLogs: IBucket;
  readonly domainName?: string;
  readonly certificate?: ICertificate;
  readonly webAclArn?: string;
}

/** What the functions see of a request's headers: at most ten, an allow-list. The host is not among them. */
const FORWARDED_HEADERS = [
  'Accept-Language',
  'Content-Type',
  'CloudFront-Viewer-Address',
  'CloudFront-Viewer-City',
  'CloudFront-Viewer-Country',
  'DPoP',
  'Idempotency-Key',
  'Origin',
  'Sec-Fetch-Site',
  'User-Agent',
];

/** What a handshake is made of (RFC 6455, 4.1), and who asks: ten, too. A phone's proof is in the protocol. */
const FORWARDED_TO_SOCKETS = [
  'CloudFront-Viewer-Address',
  'CloudFront-Viewer-City',
  'CloudFront-Viewer-Country',
  'Origin',
  'Sec-WebSocket-Accept',
  'Sec-WebSocket-Extensions',
  'Sec-WebSocket-Key',
  'Sec-WebSocket-Protocol',
  'Sec-WebSocket-Version',
  'User-Agent',
];

/**
 * What CloudFront would keep for ten seconds, for everybody who asks for the same path, whatever the cache policy and the
 * headers say: one person's 404 of a ticket, one passing 503.
 */
const KEPT_ERRORS = [404, 405, 414, 500, 501, 502, 503, 504];

/** One site, one origin: the pages from the bucket, `/api/*` from the HTTP API, `/ws` from the WebSocket API. */
export class PortalDistribution extends Construct {
  readonly distribution: Distribution;
  /** `https://` and the host: the only origin that the functions accept, and the base of every link. */
  readonly origin: string;

  constructor(scope: Construct, id: string, props: PortalDistributionProps) {
    super(scope, id);
    const headers = new ResponseHeaders(this, 'Headers', { uploadsTo: props.attachments.url });
    const pages = this.pagesBehaviour(props, headers);
    const isLogged = writesLogsIn(Stack.of(this).region);
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'The sign-in portal: pages, API and sockets.',
      domainNames: props.domainName === undefined ? undefined : [props.domainName],
      certificate: props.certificate,
      // Without an own certificate CloudFront allows no choice.
      minimumProtocolVersion: props.certificate && SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      webAclId: props.webAclArn,
      ...(isLogged && { enableLogging: true, logBucket: props.accessLogs, logFilePrefix: 'edge/' }),
      errorResponses: KEPT_ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      defaultBehavior: pages,
      additionalBehaviors: {
        '/api/*': this.apiBehaviour(props, headers),
        [props.sockets.path]: this.socketsBehaviour(props, headers),
        '/mobile/*': { ...pages, responseHeadersPolicy: headers.mobile },
      },
    });
    acknowledge(this.distribution, {
      'AwsSolutions-CFR1': 'People travel; where they may sign in from is for the organisation to say.',
      ...(!isLogged && {
        'AwsSolutions-CFR3': 'CloudFront writes no logs to buckets of regions that an account has to opt in to.',
      }),
      ...(props.webAclArn === undefined && {
        'AwsSolutions-CFR2': 'A firewall costs from 9 USD a month, so it is an option.',
      }),
      ...(props.certificate === undefined && {
        'AwsSolutions-CFR4': 'The host of cloudfront.net; an own domain has TLS 1.2 or newer.',
      }),
    });
    this.origin = `https://${props.domainName ?? this.distribution.distributionDomainName}`;
  }

  private pagesBehaviour(props: PortalDistributionProps, headers: ResponseHeaders): BehaviorOptions {
    const router = new EdgeFunction(this, 'LocaleRouter', {
      comment: 'Chooses the language of a page, or says that there is none.',
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(renderLocaleRouter(props.locales, props.pages.addresses)),
    });
    const originAccessControl = new S3OriginAccessControl(this, 'PagesAccess', {
      originAccessControlName: policyName(this, 'Pages', 40),
    });
    return {
      origin: S3BucketOrigin.withOriginAccessControl(props.pages.bucket, { originAccessControl }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: headers.pages,
      functionAssociations: [FunctionEventType.VIEWER_REQUEST, FunctionEventType.VIEWER_RESPONSE].map((eventType) => ({
        function: router,
        eventType,
      })),
    };
  }

  private apiBehaviour(props: PortalDistributionProps, headers: ResponseHeaders): BehaviorOptions {
    const originRequestPolicy = new OriginRequestPolicy(this, 'ApiRequest', {
      originRequestPolicyName: policyName(this, 'ApiRequest'),
      headerBehavior: OriginRequestHeaderBehavior.allowList(...FORWARDED_HEADERS),
      cookieBehavior: OriginRequestCookieBehavior.all(),
      queryStringBehavior: OriginRequestQueryStringBehavior.all(),
    });
    return {
      ...behindSecret(props.api.apiEndpoint, props),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      originRequestPolicy,
      responseHeadersPolicy: headers.api,
    };
  }

  private socketsBehaviour(props: PortalDistributionProps, headers: ResponseHeaders): BehaviorOptions {
    const originRequestPolicy = new OriginRequestPolicy(this, 'SocketsRequest', {
      originRequestPolicyName: policyName(this, 'SocketsRequest'),
      headerBehavior: OriginRequestHeaderBehavior.allowList(...FORWARDED_TO_SOCKETS),
      cookieBehavior: OriginRequestCookieBehavior.all(),
      queryStringBehavior: OriginRequestQueryStringBehavior.allowList('tab'),
    });
    return {
      ...behindSecret(props.sockets.api.apiEndpoint, props),
      originRequestPolicy,
      responseHeadersPolicy: headers.api,
    };
  }
}

/** Where the profile says the region, it is known to CloudFormation only, which then refuses (docs/deploy.md). */
const writesLogsIn = (region: string) => Token.isUnresolved(region) || RegionInfo.get(region).isOptInRegion !== true;

/** An API of ours, which hears from CloudFront alone. */
const behindSecret = (endpoint: string, { originSecret }: PortalDistributionProps) => ({
  origin: new HttpOrigin(Fn.select(2, Fn.split('/', endpoint)), {
    protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    customHeaders: { [ORIGIN_SECRET_HEADER]: originSecret },
    connectionTimeout: Duration.seconds(5),
  }),
  viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  cachePolicy: CachePolicy.CACHING_DISABLED,
});
