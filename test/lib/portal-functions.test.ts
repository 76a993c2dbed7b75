import { describe, expect, test } from 'vitest';
import { channelEnvironment, environment } from '../../lambdas/flows/environment.ts';
import type { FunctionSpec } from '../../lambdas/flows/spec.ts';
import { functions } from '../../lambdas/flows.ts';
import { Settings } from '../../lambdas/settings.ts';
import { pascalCase } from '../../lib/names.ts';
import { tableNames } from '../../lib/table-names.ts';
import { flatten, idsOf, synthesize } from './synthesis.ts';

const template = synthesize();
const lambdas = template.findResources('AWS::Lambda::Function');
const specs: Readonly<Record<string, FunctionSpec>> = functions;

test('there are the functions of flows.ts and no others', () => {
  expect(idsOf(template, 'AWS::Lambda::Function', '/Functions/')).toHaveLength(Object.keys(specs).length);
});

describe.each(Object.entries(specs))('the function %s', (name, spec) => {
  const [id = ''] = idsOf(template, 'AWS::Lambda::Function', `/Functions/${pascalCase(name)}/`);
  const properties = lambdas[id]?.Properties;
  const variables = properties.Environment.Variables;

  test('runs on Node 24 and arm64 with the memory and time of flows.ts', () => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: spec.memoryMegabytes,
      Timeout: spec.timeoutSeconds,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON' },
    });
  });

  test('logs into a group of its own that forgets', () => {
    const [logs = ''] = idsOf(template, 'AWS::Logs::LogGroup', `/Functions/${pascalCase(name)}/`);
    expect(properties.LoggingConfig.LogGroup).toEqual({ Ref: logs });
    expect(template.findResources('AWS::Logs::LogGroup')[logs]?.Properties.RetentionInDays).toBe(90);
  });

  const isAsked = spec.routes !== undefined || spec.sockets !== undefined;

  test('knows the tables, secrets and channels it was granted, and the origin secret only behind routes', () => {
    const expected = [
      environment.settings,
      environment.origin,
      environment.namespace,
      ...tableNames(spec.tables).map(environment.table),
      ...spec.secrets.map(environment.secret),
      ...(isAsked ? [environment.originSecret] : []),
      ...(spec.channels.includes('sockets') ? [channelEnvironment.sockets] : []),
      ...(spec.channels.includes('attachments')
        ? [channelEnvironment.attachments, channelEnvironment.attachmentsUrl]
        : []),
    ];
    expect(Object.keys(variables).sort()).toEqual(expected.sort());
  });

  test('knows no secret in the clear', () => {
    for (const secret of spec.secrets) expect(flatten(variables[environment.secret(secret)])).toMatch(/^<\w+>$/);
    const originSecret = variables[environment.originSecret];
    if (isAsked) expect(flatten(originSecret)).toMatch(/^\{\{resolve:secretsmanager:<\w+>:SecretString:::\}\}$/);
  });

  test('knows the settings in the form it reads them', () => {
    const given = JSON.parse(variables[environment.settings]);
    expect(Settings.parse(given)).toEqual(given);
  });
});
