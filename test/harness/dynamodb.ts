import { inject } from 'vitest';
import { createTables, type Database } from './tables.ts';

export type { Database };

/** Empty tables of its own for one test file, in the DynamoDB Local of the run. */
export const createDatabase = (): Promise<Database> => createTables(inject('dynamodb'));
