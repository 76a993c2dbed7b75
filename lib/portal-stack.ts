import { Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Construct } from 'constructs';
import type { ResolvedConfig } from './config.ts';
import { SignInPortal } from './sign-in-portal.ts';

export interface PortalStackProps extends StackProps {
  readonly config: ResolvedConfig;
  readonly webAclArn?: string;
}

/** The portal as this repository deploys it: from `portal.config.ts` to the construct. */
export class PortalStack extends Stack {
  constructor(scope: Construct, id: string, { config, webAclArn, ...props }: PortalStackProps) {
    super(scope, id, props);
    const { stackName: _name, region: _region, firewall: _firewall, certificateArn, ...options } = config;
    const certificate =
      certificateArn === undefined ? undefined : Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    new SignInPortal(this, 'Portal', { ...options, certificate, webAclArn });
  }
}
