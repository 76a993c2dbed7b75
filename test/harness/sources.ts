import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Where a file takes something from: a path inside the project, or a package as it is written. */
export interface Import {
  readonly file: string;
  readonly from: string;
  /** Whether nothing of it is left when the types are gone. */
  readonly typeOnly: boolean;
}

const ROOT = join(import.meta.dirname, '../..');

export const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Code files of folders, as paths from the project's root with `/`. */
export function filesIn(...folders: readonly string[]): readonly string[] {
  return globSync(
    folders.map((folder) => `${folder}/**/*.{ts,js,mjs}`),
    { cwd: ROOT },
  ).map((file) => file.replaceAll('\\', '/'));
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\('([^']+)'\)/g;

/** Every import of a file, re-exports and dynamic ones too. */
export function importsOf(file: string): readonly Import[] {
  const text = textOf(file);
  const statements = [...text.matchAll(STATEMENT)].map(([, type, names = '', specifier = '']) => ({
    file,
    from: resolve(file, specifier),
    typeOnly: type !== undefined || onlyTypes(names),
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, specifier = '']) => ({
    file,
    from: resolve(file, specifier),
    typeOnly: false,
  }));
  return [...statements, ...dynamic];
}

/** `{ type A, type B }` leaves an import of nothing. */
function onlyTypes(names: string): boolean {
  const inside = /^\{([^}]*)\}$/s.exec(names.trim())?.[1];
  if (inside === undefined) return false;
  const each = inside.split(',').map((name) => name.trim());
  return each.every((name) => name === '' || name.startsWith('type '));
}

function resolve(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return relative(ROOT, join(ROOT, dirname(file), specifier)).replaceAll('\\', '/');
}
