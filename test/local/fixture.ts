import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SOCKET, socketBehaviour, socketOrigin, socketResources, socketsEndpoint } from './socket-fixture.ts';

/** A small stack, written as CDK writes it, whose functions show what the platform does with them. */

/** Answers what it was asked to. `POST /api/echo` gives the event back. */
const API = `
let calls = 0;
exports.handler = async (event, context) => {
  calls += 1;
  console.log('call ' + calls + ' of ' + event.routeKey);
  const play = event.queryStringParameters ?? {};
  if (play.throw) throw new Error('a secret detail');
  if (play.hang) await new Promise(() => {});
  if (play.crash) setTimeout(() => { throw new Error('crash'); }, 0), await new Promise(() => {});
  if (play.large) return { statusCode: 200, body: 'x'.repeat(7 * 1024 * 1024) };
  if (play.plain) return { it: 'is the body' };
  if (play.status) return { statusCode: Number(play.status), headers: { 'X-Own': 'kept', 'Cache-Control': 'private' }, cookies: ['__Host-a=1; Path=/; Secure; HttpOnly', 'b=2'], body: Buffer.from('bytes').toString('base64'), isBase64Encoded: true };
  if (play.pause) await new Promise((resolve) => setTimeout(resolve, Number(play.pause)));
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ event, env: { ...process.env }, now: Date.now(), calls, left: context.getRemainingTimeInMillis() }) };
};`;

/** Fails for the item named "bad", and logs every other. */
const STREAM = `
exports.handler = async ({ Records }) => {
  const failed = Records.filter((record) => record.dynamodb.NewImage.id.S === 'bad');
  for (const record of Records) if (!failed.includes(record)) console.log('delivered ' + record.dynamodb.NewImage.id.S);
  return { batchItemFailures: failed.slice(0, 1).map((record) => ({ itemIdentifier: record.dynamodb.SequenceNumber })) };
};`;

const EDGE = `
function handler(event) {
  const request = event.request;
  if (request.uri === '/gone') return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: '/' } } };
  if (request.uri.endsWith('/')) request.uri = '/' + (request.cookies.locale ? request.cookies.locale.value : 'en') + request.uri + 'index.html';
  return request;
}`;

const lambda = (asset: string, variables: Record<string, unknown> = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: 'assets', S3Key: `${asset}.zip` },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Timeout: 2,
    MemorySize: 256,
    Environment: { Variables: variables },
  },
});

const route = (key: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'Api' },
    RouteKey: key,
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
  },
});

const deployment = (metadata: Record<string, string>, wanted: object) => ({
  Type: 'Custom::CDKBucketDeployment',
  Properties: {
    DestinationBucketName: { Ref: 'Bucket' },
    SourceObjectKeys: ['pages.zip'],
    SystemMetadata: metadata,
    ...wanted,
  },
});

const header = (value: string, override: boolean) => ({ Header: 'Cache-Control', Value: value, Override: override });

const secretValue = { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Origin' }, ':SecretString:::}}']] };

const Resources = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    },
  },
  Origin: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: { GenerateSecretString: { ExcludePunctuation: true, PasswordLength: 64 } },
  },
  Keys: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: {
      GenerateSecretString: { SecretStringTemplate: '{"current":"k1"}', GenerateStringKey: 'k1', PasswordLength: 64 },
    },
  },
  Bucket: { Type: 'AWS::S3::Bucket' },
  ApiFunction: lambda('api', {
    TABLE: { Ref: 'Table' },
    ORIGIN: { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['Distribution', 'DomainName'] }]] },
    ORIGIN_SECRET: secretValue,
    KEYS: { Ref: 'Keys' },
    SOCKETS: socketsEndpoint,
  }),
  SocketFunction: lambda('socket'),
  ...socketResources,
  StreamFunction: lambda('stream'),
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      FunctionName: { Ref: 'StreamFunction' },
      BatchSize: 10,
      MaximumRetryAttempts: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:000000000000:dead' } },
    },
  },
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: { IntegrationUri: { 'Fn::GetAtt': ['ApiFunction', 'Arn'] }, PayloadFormatVersion: '2.0' },
  },
  Echo: route('POST /api/echo'),
  Show: route('GET /api/echo'),
  Slow: route('GET /api/slow'),
  Item: route('GET /api/items/{id}'),
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteSettings: { 'GET /api/slow': { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 } },
    },
  },
  EdgeFunction: { Type: 'AWS::CloudFront::Function', Properties: { FunctionCode: EDGE } },
  Headers: {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          ContentTypeOptions: { Override: true },
          FrameOptions: { FrameOption: 'DENY', Override: true },
        },
        CustomHeadersConfig: { Items: [header('no-store', false)] },
        RemoveHeadersConfig: { Items: [{ Header: 'Server' }] },
      },
    },
  },
  Forwarded: {
    Type: 'AWS::CloudFront::OriginRequestPolicy',
    Properties: {
      OriginRequestPolicyConfig: {
        HeadersConfig: {
          HeaderBehavior: 'whitelist',
          Headers: ['Origin', 'User-Agent', 'CloudFront-Viewer-Address', 'CloudFront-Viewer-City'],
        },
        CookiesConfig: { CookieBehavior: 'all' },
        QueryStringsConfig: { QueryStringBehavior: 'all' },
      },
    },
  },
  Distribution: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Origins: [
          { Id: 'pages', DomainName: { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] } },
          {
            Id: 'api',
            DomainName: {
              'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }] }],
            },
            OriginCustomHeaders: [{ HeaderName: 'x-origin-secret', HeaderValue: secretValue }],
          },
          socketOrigin(secretValue),
        ],
        DefaultCacheBehavior: {
          TargetOriginId: 'pages',
          Compress: true,
          CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
          ResponseHeadersPolicyId: { Ref: 'Headers' },
          FunctionAssociations: [
            { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['EdgeFunction', 'FunctionARN'] } },
          ],
        },
        CacheBehaviors: [
          socketBehaviour,
          {
            PathPattern: '/api/*',
            TargetOriginId: 'api',
            AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
            OriginRequestPolicyId: { Ref: 'Forwarded' },
            ResponseHeadersPolicyId: { Ref: 'Headers' },
          },
        ],
      },
    },
  },
  Assets: deployment({ 'cache-control': 'immutable' }, { Exclude: ['*'], Include: ['assets/*'] }),
  Pages: deployment({ 'cache-control': 'no-cache' }, { Exclude: ['assets/*'] }),
};

/** Writes the assembly of the small stack into `folder`. `version` changes the page and the functions' environment. */
export function writeFixture(folder: string, version = 'one'): void {
  const write = (path: string, content: unknown) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  const { ApiFunction, ...rest } = Resources;
  const { Environment } = ApiFunction.Properties;
  const Changed = {
    ...ApiFunction,
    Properties: {
      ...ApiFunction.Properties,
      Environment: { Variables: { ...Environment.Variables, VERSION: version } },
    },
  };
  write('manifest.json', {
    artifacts: {
      Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
      Small: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Small.template.json' } },
    },
  });
  write('Small.template.json', { Resources: { ...rest, ApiFunction: Changed } });
  write('Small.assets.json', {
    files: Object.fromEntries(
      ['api', 'stream', 'socket', 'pages'].map((name) => [
        name,
        { source: { path: `asset.${name}` }, destinations: { current: { objectKey: `${name}.zip` } } },
      ]),
    ),
  });
  write('asset.api/index.js', API);
  write('asset.stream/index.js', STREAM);
  write('asset.socket/index.js', SOCKET);
  write('asset.pages/en/index.html', `<title>${version}</title>${'<p>Words.</p>'.repeat(200)}`);
  write('asset.pages/nl/index.html', '<title>Aanmelden</title>');
  write('asset.pages/assets/app.js', 'export {};');
}
