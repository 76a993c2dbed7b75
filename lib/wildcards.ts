import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The name that cdk-nag gives to a permission for more than one resource, for `acknowledge`. */
export function wildcardResource(scope: IConstruct, arn: string): string {
  return `AwsSolutions-IAM5[Resource::${flatten(Stack.of(scope).resolve(arn))}]`;
}

/** The same for a permission of more than one action. */
export function wildcardAction(action: string): string {
  return `AwsSolutions-IAM5[Action::${action}]`;
}

/** A value of a template as cdk-nag writes it: `<Bucket.Arn>/*`. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('${', '<').replaceAll('}', '>');
  if (Array.isArray(value)) return value.map(flatten).join('');
  if (typeof value !== 'object' || value === null) return '';
  if ('Ref' in value) return `<${flatten(value.Ref)}>`;
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) return flatten(value['Fn::Join'][1]);
  return 'Fn::Sub' in value ? flatten(value['Fn::Sub']) : '';
}
