import { describe, expect, test } from 'vitest';
import { environment } from '../../lambdas/flows/environment.ts';
import { type TableSpec, tables } from '../../lambdas/flows/tables.ts';
import { pascalCase } from '../../lib/names.ts';
import { tableNames } from '../../lib/table-names.ts';
import { synthesize } from './synthesis.ts';

const template = synthesize();
const found = template.findResources('AWS::DynamoDB::Table');
const outputs = template.toJSON().Outputs;

/** Where a table's name is told to operators. */
const idOf = (name: keyof typeof tables): string => outputs[pascalCase(environment.table(name))].Value.Ref;

test('there are the tables of flows.ts and no others', () => {
  expect(Object.keys(found).sort()).toEqual(tableNames().map(idOf).sort());
});

describe.each(tableNames())('the table %s', (name) => {
  const spec: TableSpec = tables[name];
  const { Properties: table, DeletionPolicy: deletion } = found[idOf(name)] ?? {};

  test('has the keys of flows.ts', () => {
    const sort = spec.sortKey ? [{ AttributeName: spec.sortKey, KeyType: 'RANGE' }] : [];
    expect(table.KeySchema).toEqual([{ AttributeName: spec.partitionKey, KeyType: 'HASH' }, ...sort]);
  });

  test('has the indexes of flows.ts, whole', () => {
    const expected = Object.entries(spec.indexes ?? {}).map(([IndexName, { partitionKey, sortKey }]) => ({
      IndexName,
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    }));
    expect(table.GlobalSecondaryIndexes ?? []).toEqual(expected);
  });

  test('is encrypted, on demand, and has no name of its own', () => {
    expect(table.SSESpecification).toEqual({ SSEEnabled: true });
    expect(table.BillingMode).toBe('PAY_PER_REQUEST');
    expect(table).not.toHaveProperty('TableName');
  });

  test('deletes old rows by the attribute of flows.ts, or none', () => {
    const expected = spec.ttl ? { AttributeName: spec.ttl, Enabled: true } : undefined;
    expect(table.TimeToLiveSpecification).toEqual(expected);
  });

  test('outlives a mistake exactly when its rows must last', () => {
    expect(table.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: spec.lasting });
    expect(table.DeletionProtectionEnabled).toBe(spec.lasting);
    expect(deletion).toBe(spec.lasting ? 'Retain' : 'Delete');
  });

  test('streams new rows exactly when flows.ts says so', () => {
    expect(table.StreamSpecification).toEqual(spec.streamed ? { StreamViewType: 'NEW_IMAGE' } : undefined);
  });
});
