import { Duration, Names, Stack } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseCustomHeader,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';

/** Everything comes from the portal itself; nothing may frame it; no string ever becomes code. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** What the pages use of the browser's powers. */
const PERMISSIONS_POLICY = [
  'camera=()',
  'display-capture=()',
  'fullscreen=()',
  'geolocation=()',
  'microphone=()',
  'midi=()',
  'payment=()',
  'serial=()',
  'usb=()',
].join(', ');

const CUSTOM_HEADERS: readonly ResponseCustomHeader[] = [
  { header: 'Permissions-Policy', value: PERMISSIONS_POLICY, override: true },
  { header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override: true },
  { header: 'Cross-Origin-Resource-Policy', value: 'same-origin', override: true },
];

/** Answers of the API are never stored, those that API Gateway gives by itself (429, 404, 503) neither. */
const NO_STORE: ResponseCustomHeader = { header: 'Cache-Control', value: 'no-store', override: true };

/** The headers of every answer, whatever made it. */
export class ResponseHeaders extends Construct {
  readonly pages: ResponseHeadersPolicy;
  readonly api: ResponseHeadersPolicy;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.pages = this.addPolicy('Pages', CUSTOM_HEADERS);
    this.api = this.addPolicy('Api', [...CUSTOM_HEADERS, NO_STORE]);
  }

  private addPolicy(id: string, customHeaders: readonly ResponseCustomHeader[]): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, id, {
      responseHeadersPolicyName: policyName(this, id),
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: CONTENT_SECURITY_POLICY, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true },
      },
      customHeadersBehavior: { customHeaders: [...customHeaders] },
    });
  }
}

/** Policies of CloudFront are named in the whole account, so the region is part of the name. */
export function policyName(scope: Construct, id: string): string {
  return `${Names.uniqueResourceName(scope, { maxLength: 60 })}${id}-${Stack.of(scope).region}`;
}
