import { Duration, Names, Stack } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseCustomHeader,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';

/** Everything comes from the portal itself; nothing may frame it; no string ever becomes code. */
const CONTENT_SECURITY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': "'none'",
} as const;

/** The phone's app reads QR codes, by WebAssembly where the browser cannot, has a worker, and can be installed. */
const MOBILE_CONTENT_SECURITY = {
  ...CONTENT_SECURITY,
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'trusted-types': 'gatehouse-worker',
} as const;

/** What the pages use of the browser's powers. */
const PERMISSIONS = {
  camera: '()',
  'display-capture': '()',
  fullscreen: '()',
  geolocation: '()',
  microphone: '()',
  midi: '()',
  payment: '()',
  serial: '()',
  usb: '()',
} as const;

/** The phone's app scans with the camera, and has fingerprints and faces recognised. */
const MOBILE_PERMISSIONS = {
  ...PERMISSIONS,
  camera: '(self)',
  'publickey-credentials-create': '(self)',
  'publickey-credentials-get': '(self)',
} as const;

type Directives = Readonly<Record<string, string>>;

const contentSecurityPolicy = (directives: Directives): string =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

const permissionsPolicy = (permissions: Directives): ResponseCustomHeader => ({
  header: 'Permissions-Policy',
  value: Object.entries(permissions)
    .map(([name, value]) => `${name}=${value}`)
    .join(', '),
  override: true,
});

const ISOLATION: readonly ResponseCustomHeader[] = [
  { header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override: true },
  { header: 'Cross-Origin-Resource-Policy', value: 'same-origin', override: true },
];

/** Answers of the API are never stored, those that API Gateway gives by itself (429, 404, 503) neither. */
const NO_STORE: ResponseCustomHeader = { header: 'Cache-Control', value: 'no-store', override: true };

export interface ResponseHeadersProps {
  /** Where pages may send files besides: the own host of the bucket of attachments. */
  readonly uploadsTo: string;
}

/** The headers of every answer, whatever made it. */
export class ResponseHeaders extends Construct {
  readonly pages: ResponseHeadersPolicy;
  /** Of the phone's app alone. */
  readonly mobile: ResponseHeadersPolicy;
  readonly api: ResponseHeadersPolicy;

  constructor(scope: Construct, id: string, { uploadsTo }: ResponseHeadersProps) {
    super(scope, id);
    const usual = [permissionsPolicy(PERMISSIONS), ...ISOLATION];
    const uploading = { ...CONTENT_SECURITY, 'connect-src': `${CONTENT_SECURITY['connect-src']} ${uploadsTo}` };
    this.pages = this.addPolicy('Pages', uploading, usual);
    this.mobile = this.addPolicy('Mobile', MOBILE_CONTENT_SECURITY, [
      permissionsPolicy(MOBILE_PERMISSIONS),
      ...ISOLATION,
    ]);
    this.api = this.addPolicy('Api', CONTENT_SECURITY, [...usual, NO_STORE]);
  }

  private addPolicy(
    id: string,
    directives: Directives,
    customHeaders: readonly ResponseCustomHeader[],
  ): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, id, {
      responseHeadersPolicyName: policyName(this, id),
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(directives), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true },
      },
      customHeadersBehavior: { customHeaders: [...customHeaders] },
    });
  }
}

/** Policies of CloudFront are named in the whole account, so the region is part of the name, besides `maxLength` signs. */
export function policyName(scope: Construct, id: string, maxLength = 60): string {
  return `${Names.uniqueResourceName(scope, { maxLength })}${id}-${Stack.of(scope).region}`;
}
