import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Rules of cdk-nag (and warnings of CDK) that a construct breaks on purpose, each with the reason. */
export type Acknowledgements = Readonly<Record<string, string>>;

/** Acknowledges findings on a construct and all that is in it. */
export function acknowledge(construct: IConstruct, reasons: Acknowledgements): void {
  const rules = Object.entries(reasons).map(([id, reason]) => ({ id: `${packOf(id)}::${id}`, reason }));
  Validations.of(construct).acknowledge(...rules);
}

/** `AwsSolutions-IAM5` is of the pack `AwsSolutions`; warnings of CDK itself begin with `@aws-cdk/`. */
function packOf(id: string): string {
  return id.startsWith('@') ? 'Annotation' : id.slice(0, id.indexOf('-'));
}
