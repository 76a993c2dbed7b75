/**
 * `npm start`: runs the stack of this repository on this machine, until it is stopped. `--fresh` starts empty, `--no-watch`
 * ignores changes of the code, `--no-demo` makes no demo organisation, `--assembly FOLDER` plays what was synthesized there.
 */
import { cpSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createDemo, demoHints } from './demo.ts';
import { type Portal, runPortal } from './portal.ts';
import { synthesize } from './stack/assembly.ts';
import { Trouble } from './trouble.ts';
import { watchSources } from './watch.ts';

const print = (words: string) => process.stdout.write(`${words}\n`);

/** Ends the run once, whichever way it is asked to. Who asks again by signal does not want to wait. */
function endWith(portal: Portal, watching: { end: () => void }): void {
  let ending = false;
  const end = async (code: number) => {
    if (ending) return;
    ending = true;
    watching.end();
    await portal.end();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => (ending ? process.exit(1) : end(0)));
  }
  // npm does not hand on every signal; when it is gone, so is whoever wanted this run.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(0), 500).unref();
  portal.broken.then(() => {
    if (!ending) print('The local database ended: start again.');
    return end(1);
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      fresh: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: true },
      demo: { type: 'boolean', default: true },
      assembly: { type: 'string' },
    },
    allowNegative: true,
  });
  const port = Number(process.env.PORT ?? 3000);
  const data = process.env.GATEHOUSE_DATA ?? '.local';
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Trouble(`PORT must be a number from 0 to 65535, not ${process.env.PORT}.`);

  print('Building the stack and starting the local database …');
  let hints: string[] = [];
  const { assembly } = values;
  const make =
    assembly === undefined ? synthesize : async (folder: string) => cpSync(assembly, folder, { recursive: true });
  const portal = await runPortal({ port, data, fresh: values.fresh, synthesize: make, hints: () => hints, print });
  endWith(portal, values.watch ? watchSources(portal.reload) : { end: () => undefined });
  if (values.demo && (await createDemo(portal.folder, portal.port, data, print))) hints = demoHints();
  for (const hint of hints) print(hint);
  print(`E-mail and SMS: ${portal.origin}/_local/`);
  print(`Gatehouse is ready at ${portal.origin} (stop with Ctrl-C)`);
}

process.env.TZ = 'UTC';
// Whoever reads may go before we do.
process.stdout.on('error', () => undefined);
try {
  await main();
} catch (error) {
  process.stderr.write(
    `${error instanceof Error && !(error instanceof Trouble) ? (error.stack ?? error) : error instanceof Error ? error.message : error}\n`,
  );
  process.exit(1);
}
