import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { synthesize } from '../../local/stack/assembly.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where stacks are synthesized, each configuration once for all tests of a run. */
    readonly assemblies: string;
  }
}

/** A folder for the run. Nothing is synthesized before a test asks. */
export default function setUp(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-assemblies-'));
  project.provide('assemblies', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

const PATIENCE_SECONDS = 120;

/** The synthesized stack of a configuration file: made by whoever asks first; the others wait. */
export async function sharedAssembly(config = 'portal.config.ts'): Promise<string> {
  const folder = join(inject('assemblies'), basename(config, '.config.ts'));
  const [assembly, done] = [join(folder, 'assembly'), join(folder, 'done')];
  if (isFirst(folder)) {
    await synthesize(assembly, { PORTAL_CONFIG: config });
    writeFileSync(done, '');
  }
  for (let waited = 0; !existsSync(done); waited += 0.1) {
    if (waited > PATIENCE_SECONDS) throw new Error('The stack was not synthesized in time.');
    await pause(100);
  }
  return assembly;
}

function isFirst(marker: string): boolean {
  try {
    mkdirSync(marker);
    return true;
  } catch {
    return false;
  }
}
