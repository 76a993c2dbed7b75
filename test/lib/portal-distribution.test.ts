import { describe, expect, test } from 'vitest';
import { ORIGIN_SECRET_HEADER } from '../../lambdas/flows/environment.ts';
import { functions } from '../../lambdas/flows.ts';
import { flatten, synthesize } from './synthesis.ts';

const template = synthesize();
const [found] = Object.values(template.findResources('AWS::CloudFront::Distribution'));
const distribution = found?.Properties.DistributionConfig;
const behaviourOf = (pattern: string) =>
  distribution.CacheBehaviors.find(({ PathPattern }: { PathPattern: string }) => PathPattern === pattern);
const api = behaviourOf('/api/*');
const mobile = behaviourOf('/mobile/*');

const headerPolicies = template.findResources('AWS::CloudFront::ResponseHeadersPolicy');
const policyOf = (behaviour: { ResponseHeadersPolicyId: { Ref: string } }) =>
  headerPolicies[behaviour.ResponseHeadersPolicyId.Ref]?.Properties.ResponseHeadersPolicyConfig;
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';

test('pages come from the bucket over https, with the language chosen at the edge', () => {
  const pages = distribution.DefaultCacheBehavior;
  expect(pages).toMatchObject({ ViewerProtocolPolicy: 'redirect-to-https', Compress: true });
  expect(pages.FunctionAssociations).toMatchObject([{ EventType: 'viewer-request' }, { EventType: 'viewer-response' }]);
  const [origin] = distribution.Origins;
  expect(origin.Id).toBe(pages.TargetOriginId);
  expect(origin).toHaveProperty('OriginAccessControlId');
});

test('/api/* goes to the HTTP API over https and is never cached', () => {
  expect(api).toMatchObject({
    PathPattern: '/api/*',
    ViewerProtocolPolicy: 'https-only',
    CachePolicyId: CACHING_DISABLED,
    AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
  });
});

test('what is named in the whole account carries the region, so that two regions can have a portal each', () => {
  const [access] = Object.values(template.findResources('AWS::CloudFront::OriginAccessControl'));
  const name = flatten(access?.Properties.OriginAccessControlConfig.Name);
  expect(name).toMatch(/^\w{1,49}-<AWS::Region>$/);
  for (const type of ['OriginRequestPolicy', 'ResponseHeadersPolicy']) {
    for (const { Properties } of Object.values(template.findResources(`AWS::CloudFront::${type}`))) {
      expect(flatten(Properties[`${type}Config`].Name)).toContain('-<AWS::Region>');
    }
  }
});

test('/mobile/* is pages like the others, but for its headers', () => {
  const { PathPattern, ResponseHeadersPolicyId, ...likePages } = mobile;
  expect({ ...likePages, ResponseHeadersPolicyId: distribution.DefaultCacheBehavior.ResponseHeadersPolicyId }).toEqual(
    distribution.DefaultCacheBehavior,
  );
});

test('functions see ten headers at most, the viewer’s address among them and the host not', () => {
  const policy = template.findResources('AWS::CloudFront::OriginRequestPolicy')[api.OriginRequestPolicyId.Ref];
  const { HeadersConfig, CookiesConfig, QueryStringsConfig } = policy?.Properties.OriginRequestPolicyConfig ?? {};
  expect(HeadersConfig).toEqual({
    HeaderBehavior: 'whitelist',
    Headers: [
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
    ],
  });
  expect([CookiesConfig.CookieBehavior, QueryStringsConfig.QueryStringBehavior]).toEqual(['all', 'all']);
});

describe('T63: a request that bypasses CloudFront', () => {
  const origin = distribution.Origins.find(({ Id }: { Id: string }) => Id === api.TargetOriginId);
  const [header] = origin.OriginCustomHeaders;
  const lambdas = Object.values(template.findResources('AWS::Lambda::Function'));
  const accepted = lambdas.flatMap(({ Properties }) => Properties.Environment?.Variables.ORIGIN_SECRET ?? []);

  test('lacks the header that CloudFront adds, whose value is in no template', () => {
    expect(header.HeaderName).toBe(ORIGIN_SECRET_HEADER);
    expect(flatten(header.HeaderValue)).toMatch(/^\{\{resolve:secretsmanager:<\w+>:SecretString:::\}\}$/);
  });

  test('meets functions that know the same value', () => {
    const sent = flatten(header.HeaderValue);
    const withRoutes = Object.values(functions).filter((spec) => 'routes' in spec || 'sockets' in spec);
    expect(accepted.map(flatten)).toEqual(withRoutes.map(() => sent));
  });

  test('cannot bring the header through CloudFront: viewers’ headers of that name are not forwarded', () => {
    for (const policy of Object.values(template.findResources('AWS::CloudFront::OriginRequestPolicy'))) {
      expect(policy.Properties.OriginRequestPolicyConfig.HeadersConfig.Headers).not.toContain(ORIGIN_SECRET_HEADER);
    }
  });
});

/** Pages may besides send files to the bucket of attachments; see `portal-attachments.test.ts`. */
function withoutUploads({ ContentSecurityPolicy: { ContentSecurityPolicy: policy, Override }, ...headers }: Secured) {
  const rest = flatten(policy).replace(/ https:\/\/<\w+Attachments\w+\.RegionalDomainName>/, '');
  return { ...headers, ContentSecurityPolicy: { ContentSecurityPolicy: rest, Override } };
}

interface Secured {
  readonly ContentSecurityPolicy: { readonly ContentSecurityPolicy: unknown; readonly Override: boolean };
}

describe('T57: every answer', () => {
  const expected = {
    ContentSecurityPolicy: {
      ContentSecurityPolicy:
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      Override: true,
    },
    ContentTypeOptions: { Override: true },
    FrameOptions: { FrameOption: 'DENY', Override: true },
    ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
    StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true, Override: true },
  };
  const isolation = [
    { Header: 'Cross-Origin-Opener-Policy', Value: 'same-origin', Override: true },
    { Header: 'Cross-Origin-Resource-Policy', Value: 'same-origin', Override: true },
  ];

  test('carries the whole set of headers, pages and API alike', () => {
    for (const behaviour of [distribution.DefaultCacheBehavior, api]) {
      const policy = policyOf(behaviour);
      expect(withoutUploads(policy.SecurityHeadersConfig)).toEqual(expected);
      expect(policy.CustomHeadersConfig.Items).toEqual(expect.arrayContaining(isolation));
      expect(policy.CustomHeadersConfig.Items).toContainEqual(
        expect.objectContaining({ Header: 'Permissions-Policy', Value: expect.stringContaining('camera=()') }),
      );
    }
  });

  test('of the phone’s app allows what it needs, and nothing more', () => {
    const policy = policyOf(mobile);
    expect(policy.SecurityHeadersConfig).toEqual({
      ...expected,
      ContentSecurityPolicy: {
        ContentSecurityPolicy:
          "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; " +
          "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
          "require-trusted-types-for 'script'; trusted-types gatehouse-worker; worker-src 'self'; manifest-src 'self'",
        Override: true,
      },
    });
    expect(policy.CustomHeadersConfig.Items).toEqual([
      {
        Header: 'Permissions-Policy',
        Value:
          'camera=(self), display-capture=(), fullscreen=(), geolocation=(), microphone=(), midi=(), payment=(), ' +
          'serial=(), usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self)',
        Override: true,
      },
      ...isolation,
    ]);
  });

  test('of the API is never stored, whoever gave it', () => {
    expect(policyOf(api).CustomHeadersConfig.Items).toContainEqual({
      Header: 'Cache-Control',
      Value: 'no-store',
      Override: true,
    });
  });

  test('of the API keeps its status and body: no error page takes its place, and none is kept for who asks next', () => {
    const kept = [404, 405, 414, 500, 501, 502, 503, 504];
    expect(distribution.CustomErrorResponses).toEqual(kept.map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })));
  });
});

describe('an own domain', () => {
  const own = synthesize({
    domainName: 'id.example.org',
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d',
  });

  test('has its certificate, TLS 1.2 or newer, and is the origin of every link', () => {
    own.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: ['id.example.org'],
        ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
      },
    });
    own.hasOutput('PortalOrigin', { Value: 'https://id.example.org' });
  });
});
