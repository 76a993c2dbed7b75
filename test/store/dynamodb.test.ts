import { beforeAll, describe } from 'vitest';
import { createDatabase, type Database } from '../harness/dynamodb.ts';
import { dynamodbStore } from '../harness/dynamodb-store.ts';
import { storeContract } from './store.contract.ts';

describe('the store in DynamoDB', () => {
  let database: Database;
  beforeAll(async () => {
    database = await createDatabase();
  });
  storeContract(async () => dynamodbStore(database));
});
