import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { PortalSockets } from './portal-sockets.ts';

/** The domain of an e-mail address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/**
 * E-mail may be sent from one address only. SES asks for permission on every identity that is involved, in its sandbox
 * the recipient's too, and on the configuration set that an identity may have.
 */
export function emailStatement(scope: Construct, senderAddress: string): PolicyStatement {
  return new PolicyStatement({
    actions: ['ses:SendEmail'],
    resources: emailArns(scope),
    conditions: { StringEquals: { 'ses:FromAddress': senderAddress } },
  });
}

/** All identities and configuration sets of the account in this region. */
export function emailArns(scope: Construct): string[] {
  return ['identity', 'configuration-set'].map((resource) =>
    Stack.of(scope).formatArn({ service: 'ses', resource, resourceName: '*' }),
  );
}

/** SMS may be sent, and nothing else: a phone number has no ARN, so `*` is allowed and everything with an ARN denied. */
export function smsStatements(scope: Construct): PolicyStatement[] {
  const actions = ['sns:Publish'];
  return [
    new PolicyStatement({ actions, resources: ['*'] }),
    new PolicyStatement({
      effect: Effect.DENY,
      actions,
      resources: [Stack.of(scope).formatArn({ service: 'sns', region: '*', account: '*', resource: '*' })],
    }),
  ];
}

/** Sockets may be posted to (`POST`) or ended (`DELETE`). Which there are is known at run time only. */
export function socketsStatement(sockets: PortalSockets, method: 'POST' | 'DELETE'): PolicyStatement {
  return new PolicyStatement({ actions: ['execute-api:ManageConnections'], resources: [sockets.arnOf(method)] });
}
