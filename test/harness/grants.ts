import { tables } from '../../lambdas/flows/tables.ts';
import { type FunctionName, functions as table } from '../../lambdas/flows.ts';
import { type Functions, startFunctions } from './functions.ts';
import { type Recorder, recordDynamoDb } from './recorder.ts';

let recorder: Recorder | undefined;

/** What was touched since the functions were loaded. */
export const touches = () => recorder?.touches ?? [];

export const stopListening = () => recorder?.end();

/** What a function touched since it was loaded, in the words of `flows.ts`. */
export function touched(functions: Functions): Readonly<Record<string, readonly string[]>> {
  const names = Object.entries(functions.database.tables);
  const words = Object.keys(tables).map((name) => {
    const physical = names.find(([logical]) => logical === name)?.[1];
    const access = touches()
      .filter((touch) => touch.table === physical)
      .map((touch) => touch.access);
    return [name, [...new Set(access)].toSorted()] as const;
  });
  return Object.fromEntries(words.filter(([, access]) => access.length > 0));
}

export const granted = (name: FunctionName) =>
  Object.fromEntries(Object.entries(table[name].tables).map(([each, access]) => [each, access.toSorted()]));

/** Loads the functions, of which that one alone is listened to. */
export async function listenTo(name: FunctionName): Promise<Functions> {
  return startFunctions({}, async (loading, endpoint) => {
    if (loading !== name) return endpoint;
    recorder = await recordDynamoDb(endpoint);
    return recorder.endpoint;
  });
}
