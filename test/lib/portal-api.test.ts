import { describe, expect, test } from 'vitest';
import type { FunctionSpec } from '../../lambdas/flows/spec.ts';
import { functions } from '../../lambdas/flows.ts';
import { pascalCase } from '../../lib/names.ts';
import { flatten, idsOf, resourcesOf, synthesize } from './synthesis.ts';

const template = synthesize();
const specs: Readonly<Record<string, FunctionSpec>> = functions;
/** The WebSocket API has its own test. */
const resources = (type: string) => resourcesOf(template, type, '/Portal/Api/');
const routes = resources('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties);
const [stage] = resources('AWS::ApiGatewayV2::Stage');
const specified = Object.entries(specs).flatMap(([name, spec]) =>
  Object.entries(spec.routes ?? {}).map(([key, throttle]) => ({ name, key, throttle })),
);

test('the routes are those of flows.ts', () => {
  expect(routes.map((route) => route.RouteKey).sort()).toEqual(specified.map(({ key }) => key).sort());
});

test('each route has its throttle, in the spelling of CloudFormation', () => {
  const expected = specified.map(({ key, throttle: { rate, burst } }) => [
    key,
    { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
  ]);
  expect(stage?.Properties.RouteSettings).toEqual(Object.fromEntries(expected));
});

test('the stage waits for the routes that its throttles name', () => {
  const routeIds = resources('AWS::ApiGatewayV2::Route').map(({ id }) => id);
  expect(stage?.DependsOn).toEqual(expect.arrayContaining(routeIds));
});

test('the stage is $default, deploys itself, and logs no body, query or cookie', () => {
  const { StageName, AutoDeploy, AccessLogSettings } = stage?.Properties ?? {};
  expect({ StageName, AutoDeploy }).toEqual({ StageName: '$default', AutoDeploy: true });
  expect(Object.values(JSON.parse(AccessLogSettings.Format)).sort()).toEqual(
    [
      '$context.identity.sourceIp',
      '$context.integrationErrorMessage',
      '$context.requestId',
      '$context.requestTime',
      '$context.responseLatency',
      '$context.routeKey',
      '$context.status',
    ].sort(),
  );
});

describe.each(specified)('$key', ({ name, key }) => {
  test(`is answered by ${name}`, () => {
    const target = flatten(routes.find((route) => route.RouteKey === key).Target);
    const integrationId = target.replace(/^integrations\/<(\w+)>$/, '$1');
    const integration = template.findResources('AWS::ApiGatewayV2::Integration')[integrationId]?.Properties;
    const [functionId] = idsOf(template, 'AWS::Lambda::Function', `/Functions/${pascalCase(name)}/`);
    expect(integration.PayloadFormatVersion).toBe('2.0');
    expect(flatten(integration.IntegrationUri)).toBe(`<${functionId}.Arn>`);
  });
});

test('no route is open to other origins: there is no CORS', () => {
  const [api] = resources('AWS::ApiGatewayV2::Api');
  expect(api?.Properties).not.toHaveProperty('CorsConfiguration');
});
