import { expect, test } from 'vitest';
import { functions } from '../../lambdas/flows.ts';
import { flatten, idsOf, resourcesOf, synthesize } from './synthesis.ts';

const template = synthesize();
const of = (type: string, place = '/Sockets/') => {
  const [found] = resourcesOf(template, type, place);
  if (!found) throw new Error(`There is no ${type} below ${place}.`);
  return found;
};
const api = of('AWS::ApiGatewayV2::Api');
const stage = of('AWS::ApiGatewayV2::Stage');
const [distribution] = Object.values(template.findResources('AWS::CloudFront::Distribution'));
const { CacheBehaviors, Origins } = distribution?.Properties.DistributionConfig ?? {};
const behaviour = CacheBehaviors.find(({ PathPattern }: { PathPattern: string }) => PathPattern === '/ws');

test('there is one route, $connect, and the function push answers it', () => {
  const routes = idsOf(template, 'AWS::ApiGatewayV2::Route', '/Sockets/');
  expect(routes).toHaveLength(1);
  const { RouteKey, ApiId, AuthorizationType } = of('AWS::ApiGatewayV2::Route').Properties;
  expect([RouteKey, flatten(ApiId), AuthorizationType]).toEqual(['$connect', `<${api.id}>`, 'NONE']);
  const [push] = idsOf(template, 'AWS::Lambda::Function', '/Functions/Push/');
  expect(flatten(of('AWS::ApiGatewayV2::Integration').Properties.IntegrationUri)).toContain(`<${push}.Arn>`);
});

test('the stage is named as its path, throttled, and logs no query string, header or message', () => {
  const { StageName, AutoDeploy, DefaultRouteSettings, AccessLogSettings } = stage.Properties;
  const { rate, burst } = functions.push.sockets.$connect;
  expect([StageName, AutoDeploy]).toEqual(['ws', true]);
  expect(DefaultRouteSettings).toEqual({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst });
  expect(Object.values(JSON.parse(AccessLogSettings.Format)).sort()).toEqual([
    '$context.connectionId',
    '$context.identity.sourceIp',
    '$context.integrationErrorMessage',
    '$context.requestId',
    '$context.requestTime',
    '$context.routeKey',
    '$context.status',
  ]);
});

test('the stage waits for the role through which it logs, which outlives the stack', () => {
  const account = of('AWS::ApiGateway::Account');
  expect(stage.DependsOn).toContain(account.id);
  for (const one of [account, of('AWS::IAM::Role')]) expect(one).toMatchObject({ DeletionPolicy: 'Retain' });
});

test('/ws exactly goes to the WebSocket API over https, with ten headers, the flow’s cookie and the tab', () => {
  expect(behaviour.ViewerProtocolPolicy).toBe('https-only');
  expect(behaviour).not.toHaveProperty('AllowedMethods');
  const origin = Origins.find(({ Id }: { Id: string }) => Id === behaviour.TargetOriginId);
  expect(JSON.stringify(origin.DomainName)).toContain(`["${api.id}","ApiEndpoint"]`);
  expect(origin).not.toHaveProperty('OriginPath');
  expect(origin.OriginCustomHeaders).toMatchObject([{ HeaderName: 'x-origin-secret' }]);
  const policies = template.findResources('AWS::CloudFront::OriginRequestPolicy');
  const policy = policies[behaviour.OriginRequestPolicyId.Ref]?.Properties.OriginRequestPolicyConfig;
  expect(policy).toMatchObject({
    CookiesConfig: { CookieBehavior: 'all' },
    QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['tab'] },
  });
  expect(policy.HeadersConfig.Headers).toEqual([
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
  ]);
});

test('functions that may post know where, and no other does', () => {
  const endpoint = `https://<${api.id}>.execute-api.<AWS::Region>.<AWS::URLSuffix>/ws`;
  const told = Object.values(template.findResources('AWS::Lambda::Function')).flatMap(
    ({ Properties }) => Properties.Environment?.Variables.SOCKETS_ENDPOINT ?? [],
  );
  const channels = Object.values(functions).flatMap((spec): readonly string[] => spec.channels);
  expect(told.map(flatten)).toEqual(channels.filter((channel) => channel === 'sockets').map(() => endpoint));
});
