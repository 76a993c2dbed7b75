import { type App, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { resolveConfig } from './config.ts';
import type { PortalConfig } from './options.ts';
import { PortalFirewall } from './portal-firewall.ts';
import { PortalStack } from './portal-stack.ts';

/** Adds the stacks of one portal to an app, and the checks that they must pass. */
export function addPortal(app: App, portalConfig: PortalConfig): PortalStack {
  const config = resolveConfig(portalConfig);
  const { stackName, region } = config;
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return new PortalStack(app, stackName, {
    config,
    description: `${config.name}: a sign-in portal (Gatehouse).`,
    env: { region },
    crossRegionReferences: config.firewall,
    webAclArn: config.firewall ? addFirewall(app, stackName) : undefined,
  });
}

function addFirewall(app: App, stackName: string): string {
  const stack = new Stack(app, `${stackName}-Firewall`, {
    description: `The web application firewall of ${stackName}.`,
    env: { region: 'us-east-1' },
    crossRegionReferences: true,
  });
  return new PortalFirewall(stack, 'Firewall').webAclArn;
}
