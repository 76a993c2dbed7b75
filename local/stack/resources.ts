import * as z from 'zod/mini';
import type { Template } from './assembly.ts';
import type { Resolver } from './intrinsics.ts';

export interface Resource<T> {
  /** Logical id. */
  readonly id: string;
  readonly properties: T;
}

/** The resources of one type, resolved and read with `schema`. A property that the schema does not understand is an error that names the resource. */
export function resourcesOf<T extends z.core.$ZodType>(
  template: Template,
  resolver: Resolver,
  type: string,
  schema: T,
): Resource<z.core.output<T>>[] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => {
      const read = z.safeParse(schema, resolver.resolve(resource.Properties ?? {}));
      if (read.success) return { id, properties: read.data };
      throw new Error(`The local run does not understand ${id} (${type}): ${z.prettifyError(read.error)}`);
    });
}
