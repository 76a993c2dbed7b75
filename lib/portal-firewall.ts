import { Stack, Token } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

export interface PortalFirewallProps {
  /** Requests that one address may make in five minutes, from 100. A whole office may share one. @default 2000 */
  readonly requestsPerFiveMinutes?: number;
}

/**
 * The groups of AWS, each with its rules that count and do not block. Those take a body for an attack: a ticket of more
 * than 8 KB, a password with `../` or `<`, a question about a script. Bodies are JSON that its schema checked, and nothing
 * that anybody sends is ever run.
 */
const MANAGED_RULES: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesAmazonIpReputationList: [],
  AWSManagedRulesCommonRuleSet: [
    'CrossSiteScripting_BODY',
    'EC2MetaDataSSRF_BODY',
    'GenericLFI_BODY',
    'GenericRFI_BODY',
    'SizeRestrictions_BODY',
  ],
  AWSManagedRulesKnownBadInputsRuleSet: [],
};

/**
 * A web application firewall for the portal's CloudFront distribution: rules managed by AWS, and a limit of requests
 * by address. It lives in us-east-1, so it belongs into a stack there, and costs from 9 USD a month (5 and 1 a rule).
 */
export class PortalFirewall extends Construct {
  /** For the prop `webAclArn` of `SignInPortal`. */
  readonly webAclArn: string;

  constructor(scope: Construct, id: string, props: PortalFirewallProps = {}) {
    super(scope, id);
    const { region } = Stack.of(this);
    if (!Token.isUnresolved(region) && region !== 'us-east-1') {
      throw new Error(`PortalFirewall lives in us-east-1, because CloudFront does; this stack is in ${region}.`);
    }
    const managed = Object.entries(MANAGED_RULES).map(([name, counting], index) => ({
      ...managedRule(name, counting),
      priority: index + 1,
    }));
    const acl = new CfnWebACL(this, 'WebAcl', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('PortalFirewall'),
      rules: [rateRule(props.requestsPerFiveMinutes ?? 2000), ...managed],
    });
    this.webAclArn = acl.attrArn;
  }
}

function rateRule(limit: number): CfnWebACL.RuleProperty {
  return {
    name: 'Rate',
    priority: 0,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP', evaluationWindowSec: 300 } },
    visibilityConfig: visibility('Rate'),
  };
}

function managedRule(name: string, counting: readonly string[]): Omit<CfnWebACL.RuleProperty, 'priority'> {
  const ruleActionOverrides = counting.map((rule) => ({ name: rule, actionToUse: { count: {} } }));
  return {
    name,
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: 'AWS', name, ruleActionOverrides } },
    visibilityConfig: visibility(name),
  };
}

/** Sampled requests hold headers and with them cookies, so none are kept. */
function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}
