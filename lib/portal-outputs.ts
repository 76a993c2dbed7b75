import { CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { pascalCase } from './names.ts';

/**
 * What the operators' command line needs to know of a deployed portal, as outputs of the stack. Their names are those
 * of the functions' environment in another spelling (`TABLE_ACCOUNTS` → `TableAccounts`), so a stack holds one portal.
 */
export class PortalOutputs extends Construct {
  constructor(scope: Construct, id: string, values: Readonly<Record<string, string>>) {
    super(scope, id);
    for (const [name, value] of Object.entries(values)) {
      const output = new CfnOutput(this, pascalCase(name), { value, description: name });
      output.overrideLogicalId(pascalCase(name));
    }
  }
}
