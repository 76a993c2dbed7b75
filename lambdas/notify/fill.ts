import { inertLine } from './inert.ts';

/**
 * Puts values into the `{places}` of a template, in one pass, so that a value holding `{code}` stays as it is. Every
 * value is made inert. A place without a value is a bug and throws.
 */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, place: string) => {
    const value = Object.hasOwn(values, place) ? values[place] : undefined;
    if (value === undefined) throw new Error(`No value for {${place}} in "${template}"`);
    return inertLine(value);
  });
}
