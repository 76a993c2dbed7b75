import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { functions } from '../../lambdas/flows.ts';
import { addPortal } from '../../lib/portal-app.ts';
import { addresses, makeApp } from './synthesis.ts';

/** The portal as `bin/app.ts` makes it: functions bundled, everything validated. */
function synthesizeApp(options: object = {}) {
  const app = makeApp();
  addPortal(app, { ...addresses, ...options });
  const { directory, stacks } = app.synth();
  const report = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8'));
  return { directory, stacks, reports: report.pluginReports };
}

const { directory, stacks, reports } = synthesizeApp();

describe('T81: the policy gate', () => {
  test.each(['AwsSolutions', 'Serverless'])('%s has no finding that is not acknowledged', (pack) => {
    const report = reports.find(({ pluginName }: { pluginName: string }) => pluginName === pack);
    expect(report).toMatchObject({ conclusion: 'success', violations: [] });
  });

  test('nor has any other check of CDK', () => {
    const failed = reports.filter(({ conclusion }: { conclusion: string }) => conclusion !== 'success');
    expect(failed).toEqual([]);
  });

  test('each acknowledgement says why', () => {
    const acknowledged = reports.flatMap(
      (report: { suppressedViolations?: unknown[] }) => report.suppressedViolations ?? [],
    );
    expect(acknowledged).not.toHaveLength(0);
    for (const { ruleName, reason } of acknowledged) {
      expect(String(reason).length, `${ruleName}: ${reason}`).toBeGreaterThan(20);
    }
  });
});

test('each function is one file below 450 KB', () => {
  const bundles = readdirSync(directory)
    .filter((name) => name.startsWith('asset.') && !name.endsWith('.zip'))
    .filter((name) => readdirSync(join(directory, name)).join() === 'index.js')
    .map((name) => statSync(join(directory, name, 'index.js')).size)
    .filter((bytes) => bytes > 50_000);
  expect(bundles).toHaveLength(Object.keys(functions).length);
  expect(Math.max(...bundles)).toBeLessThan(450_000);
});

test('without a firewall there is one stack, in whatever region the profile says', () => {
  expect(stacks.map((stack) => stack.stackName)).toEqual(['Gatehouse']);
});

test('operators find every table, the keys, the settings and the address in the outputs', () => {
  const outputs = Object.keys(stacks[0]?.template.Outputs);
  expect(outputs.sort()).toEqual([
    'AttachmentsBucket',
    'DistributionHost',
    'PagesBucket',
    'PortalOrigin',
    'SecretKeys',
    'Settings',
    'TableAccounts',
    'TableAudit',
    'TableConnections',
    'TableDevices',
    'TableFlows',
    'TableLimits',
    'TableNotices',
    'TableOutbox',
    'TableSessions',
    'TableTickets',
  ]);
});

describe('with all that may be asked for', () => {
  const firewalled = synthesizeApp({
    firewall: true,
    // Where CloudFront writes no log.
    region: 'eu-central-2',
    domainName: 'id.example.org',
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/a-b',
    alarmAddress: 'ops@example.org',
    createSenderIdentity: true,
    originSecrets: ['a', 'b'],
    smsCountries: ['NL'],
  });
  const named = (name: string) => firewalled.stacks.find(({ stackName }) => stackName === name)?.template;

  test('a second stack in us-east-1 holds the rules of AWS and a limit of requests', () => {
    const template = Template.fromJSON(named('Gatehouse-Firewall'));
    const [acl] = Object.values(template.findResources('AWS::WAFv2::WebACL'));
    const { Scope, Rules } = acl?.Properties ?? {};
    expect(Scope).toBe('CLOUDFRONT');
    expect(Rules.map(({ Name }: { Name: string }) => Name)).toEqual([
      'Rate',
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesCommonRuleSet',
      'AWSManagedRulesKnownBadInputsRuleSet',
    ]);
    // A ticket may be longer than 8 KB, and a password may look like an attack.
    const { RuleActionOverrides } = Rules[2].Statement.ManagedRuleGroupStatement;
    expect(RuleActionOverrides).toEqual(
      ['CrossSiteScripting', 'EC2MetaDataSSRF', 'GenericLFI', 'GenericRFI', 'SizeRestrictions'].map((kind) => ({
        Name: `${kind}_BODY`,
        ActionToUse: { Count: {} },
      })),
    );
  });

  const [distribution] = Object.values(
    Template.fromJSON(named('Gatehouse')).findResources('AWS::CloudFront::Distribution'),
  );

  test('in a region to opt in to, CloudFront is asked for no log, because it can write none there', () => {
    expect(distribution?.Properties.DistributionConfig).not.toHaveProperty('Logging');
  });

  test('the distribution is behind it', () => {
    expect(distribution?.Properties.DistributionConfig.WebACLId).toEqual({
      'Fn::GetStackOutput': {
        StackName: 'Gatehouse-Firewall',
        Region: 'us-east-1',
        OutputName: expect.stringContaining('WebAcl'),
      },
    });
  });

  test('the policy gate is as closed', () => {
    const failed = firewalled.reports.filter(({ conclusion }: { conclusion: string }) => conclusion !== 'success');
    expect(failed).toEqual([]);
  });
});
