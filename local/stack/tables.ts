import * as z from 'zod/mini';
import type { Template } from './assembly.ts';
import { attributeOf, type Resolver } from './intrinsics.ts';
import { resourcesOf } from './resources.ts';

const Keys = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const Table = z.object({
  KeySchema: Keys,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  GlobalSecondaryIndexes: z.optional(
    z.array(z.object({ IndexName: z.string(), KeySchema: Keys, Projection: z.record(z.string(), z.unknown()) })),
  ),
  StreamSpecification: z.optional(z.object({ StreamViewType: z.string() })),
});

export type TableProperties = z.infer<typeof Table>;

export interface TablePlan {
  /** The physical name, which here is the logical id. */
  readonly name: string;
  /** The stream's ARN in the template; the database's own name for it differs. */
  readonly streamArn: string;
  readonly properties: TableProperties;
}

/** The tables, written as `Table` or as `TableV2` (`GlobalTable`). */
export function readTables(template: Template, resolver: Resolver): TablePlan[] {
  return ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'].flatMap((type) =>
    resourcesOf(template, resolver, type, Table).map(({ id, properties }) => ({
      name: id,
      streamArn: attributeOf(type, id, 'StreamArn'),
      properties,
    })),
  );
}
