import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { environment } from '../lambdas/flows/environment.ts';
import type { FunctionSpec } from '../lambdas/flows/spec.ts';
import { functions } from '../lambdas/flows.ts';
import type { House } from './function-grants.ts';
import { pascalCase } from './names.ts';
import { PortalFunction } from './portal-function.ts';
import { StreamDelivery } from './stream-delivery.ts';

export interface PortalFunctionsProps {
  readonly house: House;
  /** JSON of `Settings`. */
  readonly settings: string;
  /** Namespace of the metrics that functions count. */
  readonly namespace: string;
  readonly logDays: RetentionDays;
}

/** Every function of `flows.ts`, and what calls those that have no routes. */
export class PortalFunctions extends Construct {
  readonly all: readonly PortalFunction[];
  readonly streams: readonly StreamDelivery[];

  constructor(scope: Construct, id: string, props: PortalFunctionsProps) {
    super(scope, id);
    const specs: Readonly<Record<string, FunctionSpec>> = functions;
    this.all = Object.entries(specs).map(
      ([name, spec]) => new PortalFunction(this, pascalCase(name), { name, spec, ...props }),
    );
    for (const one of this.all) if (one.spec.sockets) props.house.sockets.letIn(one);
    this.streams = this.all.flatMap(({ spec, function: target }) => {
      if (spec.stream === undefined) return [];
      const table = props.house.tables.get(spec.stream);
      return [new StreamDelivery(this, `${pascalCase(spec.stream)}Stream`, { table, target })];
    });
  }

  /** The origin is known last, because the distribution stands before the API and the API before the functions. */
  setOrigin(origin: string): void {
    for (const { function: one } of this.all) one.addEnvironment(environment.origin, origin);
  }
}
