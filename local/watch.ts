import { type FSWatcher, watch } from 'node:fs';

const WATCHED = ['lambdas', 'locales', 'web', 'lib', 'bin', 'portal.config.ts'];
/** An editor writes a file in several steps, and a branch changes many. */
const QUIET_MILLISECONDS = 150;

/** Calls `changed` after the sources changed, never twice at once; changes during a call lead to one more. */
export function watchSources(changed: () => Promise<void>, paths: readonly string[] = WATCHED): { end: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let again = false;

  async function run(): Promise<void> {
    if (running) {
      again = true;
      return;
    }
    running = true;
    again = false;
    await changed();
    running = false;
    if (again) await run();
  }

  const onEvent = () => {
    clearTimeout(timer);
    timer = setTimeout(run, QUIET_MILLISECONDS);
  };
  const watchers = paths.flatMap((path) => tryWatch(path, onEvent));
  return {
    end: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

function tryWatch(path: string, onEvent: () => void): FSWatcher[] {
  try {
    return [watch(path, { recursive: true, persistent: false }, onEvent)];
  } catch {
    // Not every portal has every folder.
    return [];
  }
}
