import { expect, test } from 'vitest';
import { flatten, idsOf, synthesize } from './synthesis.ts';

const template = synthesize();
const [id = ''] = idsOf(template, 'AWS::S3::Bucket', '/Attachments/');
const bucket = template.findResources('AWS::S3::Bucket')[id];

test('the bucket is private, encrypted, logged, and stays', () => {
  expect(bucket?.Properties).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    LoggingConfiguration: { LogFilePrefix: 'attachments/' },
  });
  expect(bucket?.DeletionPolicy).toBe('Retain');
});

test('it refuses plain http', () => {
  const [policy] = Object.values(template.findResources('AWS::S3::BucketPolicy')).filter(
    ({ Properties }) => flatten(Properties.Bucket) === `<${id}>`,
  );
  expect(policy?.Properties.PolicyDocument.Statement).toContainEqual(
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
  );
});

test('what no ticket names is removed after a day, and nothing else', () => {
  const rules = bucket?.Properties.LifecycleConfiguration.Rules;
  const removing = rules.filter((rule: object) => 'ExpirationInDays' in rule);
  expect(removing).toEqual([{ ExpirationInDays: 1, Prefix: 'new/', Status: 'Enabled' }]);
});

test('pages may send it files, those of the own domain alone where there is one', () => {
  const rulesOf = (properties: { CorsConfiguration: { CorsRules: object[] } }) =>
    properties.CorsConfiguration.CorsRules;
  const rule = { AllowedMethods: ['PUT'], AllowedHeaders: ['content-type', 'x-amz-meta-name'], MaxAge: 3000 };
  expect(rulesOf(bucket?.Properties)).toEqual([{ ...rule, AllowedOrigins: ['https://*.cloudfront.net'] }]);
  const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/c';
  const own = synthesize({ domainName: 'id.example.org', certificateArn });
  expect(rulesOf(own.findResources('AWS::S3::Bucket')[id]?.Properties)).toEqual([
    { ...rule, AllowedOrigins: ['https://id.example.org'] },
  ]);
});

test('the functions know its host, and the pages may connect to no other', () => {
  const [support = ''] = idsOf(template, 'AWS::Lambda::Function', '/Functions/Support/');
  const { Variables } = template.findResources('AWS::Lambda::Function')[support]?.Properties.Environment ?? {};
  const url = `https://<${id}.RegionalDomainName>`;
  expect(flatten(Variables.ATTACHMENTS_BUCKET)).toBe(`<${id}>`);
  expect(flatten(Variables.ATTACHMENTS_URL)).toBe(url);
  const policies = Object.values(template.findResources('AWS::CloudFront::ResponseHeadersPolicy')).map((policy) =>
    flatten(
      policy.Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy,
    ),
  );
  expect(policies.filter((policy) => policy.includes(`connect-src 'self' ${url};`))).toHaveLength(1);
  expect(policies.filter((policy) => policy.includes("connect-src 'self';"))).toHaveLength(2);
});
