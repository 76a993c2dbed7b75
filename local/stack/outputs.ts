import type { Template } from './assembly.ts';
import type { Resolver } from './intrinsics.ts';

/** What the stack tells its operators, by the name of the environment variable that each output has as its description. */
export function readOutputs({ Outputs = {} }: Template, resolver: Resolver): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.values(Outputs).flatMap(({ Value, Description }) =>
      Description === undefined ? [] : [[Description, String(resolver.resolve(Value))]],
    ),
  );
}
