import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test, vi } from 'vitest';
import { PortalFirewall } from '../../lib/portal-firewall.ts';
import { SignInPortal } from '../../lib/sign-in-portal.ts';
import { addresses, makeApp, synthesize } from './synthesis.ts';

/** A stack of somebody else's app. */
function makeStack(region?: string): Stack {
  vi.stubEnv('CDK_VALIDATION', 'false');
  return new Stack(makeApp({ 'aws:cdk:bundling-stacks': [] }), 'Other', { env: { region } });
}

describe('in somebody else’s stack', () => {
  test('two addresses are enough', () => {
    const stack = makeStack();
    const portal = new SignInPortal(stack, 'SignIn', addresses);
    Template.fromStack(stack).resourceCountIs('AWS::CloudFront::Distribution', 1);
    expect(portal.origin).toMatch(/^https:\/\//);
  });

  test('a domain needs its certificate', () => {
    expect(() => new SignInPortal(makeStack(), 'SignIn', { ...addresses, domainName: 'id.example.org' })).toThrow(
      'SignInPortal needs domainName and certificate together, or neither.',
    );
  });

  test('a firewall outside us-east-1 is refused before CloudFormation does', () => {
    expect(() => new PortalFirewall(makeStack('eu-west-1'), 'Firewall')).toThrow(
      'PortalFirewall lives in us-east-1, because CloudFront does; this stack is in eu-west-1.',
    );
  });
});

describe('the identity of the sender', () => {
  test('is made when wanted, with its DNS records as outputs', () => {
    const template = synthesize({ createSenderIdentity: true });
    template.hasResourceProperties('AWS::SES::EmailIdentity', { EmailIdentity: 'example.org' });
    const records = Object.keys(template.toJSON().Outputs).filter((name) => name.includes('Record'));
    expect(records).toHaveLength(3);
  });

  test('is left alone by default', () => {
    synthesize().resourceCountIs('AWS::SES::EmailIdentity', 0);
  });
});
