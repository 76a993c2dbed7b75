import { run } from './command-line/run.ts';

// Whoever reads may stop reading: `… account list | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await run(process.argv.slice(2), {
  variables: process.env,
  input: process.stdin,
  output: process.stdout,
  notes: process.stderr,
});
