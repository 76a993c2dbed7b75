import { type TableName, tables } from '../lambdas/flows/tables.ts';

function isTableName(name: string): name is TableName {
  return Object.hasOwn(tables, name);
}

/** The names of all tables, or of those that a function may touch. */
export function tableNames(of: Readonly<Record<string, unknown>> = tables): TableName[] {
  return Object.keys(of).filter(isTableName);
}
