import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { type TableSpec, tables } from '../lambdas/flows/tables.ts';
import { acknowledge } from './acknowledge.ts';
import { pascalCase } from './names.ts';

/** The tables of `flows.ts`: on demand, encrypted, and retained with backups where the rows must last. */
export class PortalTables extends Construct {
  private readonly byName: ReadonlyMap<string, Table>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.byName = new Map(Object.entries(tables).map(([name, spec]) => [name, this.addTable(name, spec)]));
  }

  get(name: string): Table {
    const table = this.byName.get(name);
    if (!table) throw new Error(`There is no table '${name}'; there are ${[...this.byName.keys()].join(', ')}.`);
    return table;
  }

  private addTable(name: string, spec: TableSpec): Table {
    const table = new Table(this, pascalCase(name), {
      partitionKey: { name: spec.partitionKey, type: AttributeType.STRING },
      sortKey: spec.sortKey === undefined ? undefined : { name: spec.sortKey, type: AttributeType.STRING },
      timeToLiveAttribute: spec.ttl,
      stream: spec.streamed ? StreamViewType.NEW_IMAGE : undefined,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: spec.lasting },
      deletionProtection: spec.lasting,
      removalPolicy: spec.lasting ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    if (!spec.lasting) {
      acknowledge(table, {
        'AwsSolutions-DDB3': 'The rows live for minutes or hours; restored ones would be expired.',
      });
    }
    for (const [indexName, { partitionKey, sortKey }] of Object.entries(spec.indexes ?? {})) {
      table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: partitionKey, type: AttributeType.STRING },
        sortKey: { name: sortKey, type: AttributeType.STRING },
        projectionType: ProjectionType.ALL,
      });
    }
    return table;
  }
}
