import { CfnOutput } from 'aws-cdk-lib';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { domainOf } from './channel-statements.ts';

export interface SenderIdentityProps {
  readonly senderAddress: string;
}

/** The SES identity of the sender's domain. It is verified when the three CNAME records of the outputs exist. */
export class SenderIdentity extends Construct {
  constructor(scope: Construct, id: string, { senderAddress }: SenderIdentityProps) {
    super(scope, id);
    const identity = new EmailIdentity(this, 'Identity', { identity: Identity.domain(domainOf(senderAddress)) });
    for (const [index, { name, value }] of identity.dkimRecords.entries()) {
      new CfnOutput(this, `Record${index + 1}`, { value: `${name} CNAME ${value}`, description: 'DNS record for SES' });
    }
  }
}
