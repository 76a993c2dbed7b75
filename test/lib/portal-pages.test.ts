import { describe, expect, test } from 'vitest';
import { idsOf, synthesize } from './synthesis.ts';

const template = synthesize();
const deployments = Object.values(template.findResources('Custom::CDKBucketDeployment')).map((it) => it.Properties);

test('the bucket is private, encrypted, logged, and refuses plain http', () => {
  const [id = ''] = idsOf(template, 'AWS::S3::Bucket', '/Pages/');
  expect(template.findResources('AWS::S3::Bucket')[id]?.Properties).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    LoggingConfiguration: { LogFilePrefix: 'pages/' },
  });
});

test('assets are kept for a year and never pruned', () => {
  expect(deployments).toContainEqual(
    expect.objectContaining({
      Include: ['assets/*'],
      Exclude: ['*'],
      Prune: false,
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    }),
  );
});

test('pages are asked for anew, and a deployment leaves the notices of operators alone', () => {
  expect(deployments).toContainEqual(
    expect.objectContaining({
      Exclude: ['assets/*', 'notices.json'],
      Prune: true,
      SystemMetadata: { 'cache-control': 'no-cache' },
    }),
  );
});

test('there is a file of notices from the first deployment on, and no later one touches it', () => {
  const [first, again] = [synthesize(), synthesize({ name: 'Another name' })].map((one) =>
    Object.values(one.findResources('Custom::CDKBucketDeployment'))
      .map(({ Properties }) => Properties)
      .find(({ SystemMetadata }) => SystemMetadata['cache-control'] === 'public, max-age=60'),
  );
  expect(first).toMatchObject({ Prune: false });
  expect(first?.SourceObjectKeys).toEqual(again?.SourceObjectKeys);
});

test('the edge knows every page', () => {
  const [router] = Object.values(template.findResources('AWS::CloudFront::Function'));
  expect(router?.Properties.FunctionCode).toContain('const pages = ["/","/activate/",');
});

describe('colours that cannot be read', () => {
  test('fail at synthesis, and the error says which pair it is', () => {
    const pale = () => synthesize({ accent: { light: '#f2d16b', dark: '#a9c1ff' } });
    expect(pale).toThrow(/accent\.light #f2d16b: 'accent' #f2d16b on 'surface' #ffffff has contrast 1\.\d+/);
  });
});
