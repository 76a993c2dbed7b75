import { spawnSync } from 'node:child_process';
import { createVitest, type TestModule, type Vitest } from 'vitest/node';

/**
 * `npm test`: types, style and every test, whatever fails on the way. The last line is `N passed, N failed`; a check
 * counts as one, a test file that cannot be loaded and a project without tests as one failure. Words after `--` choose
 * test files, as with vitest.
 */
interface Tally {
  readonly passed: number;
  readonly failed: number;
}

const checks = {
  types: [
    ['tsc', '-p', '.'],
    ['tsc', '-p', 'lib'],
    ['tsc', '-p', 'web'],
  ],
  style: [['biome', 'check', '--diagnostic-level=warn', '.']],
};

const say = (line: string) => process.stdout.write(`${line}\n`);

function check(name: string, commands: readonly (readonly string[])[]): Tally {
  say(`\n${name}`);
  const failed = commands.filter(([command = '', ...words]) => {
    say(`  ${[command, ...words].join(' ')}`);
    return spawnSync(command, words, { stdio: 'inherit', shell: process.platform === 'win32' }).status !== 0;
  });
  return failed.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function tests(filters: readonly string[]): Promise<readonly Tally[]> {
  say('\ntests');
  const vitest = await createVitest('test', { run: true, watch: false, passWithNoTests: true });
  try {
    await vitest.start([...filters]);
    const modules = vitest.state.getTestModules();
    const errors = { passed: 0, failed: vitest.state.getUnhandledErrors().length };
    const empty = filters.length === 0 ? emptyProjects(vitest, modules) : [];
    for (const name of empty) say(`The project ${name} ran no test.`);
    return [...modules.map(tallyOf), errors, { passed: 0, failed: empty.length }];
  } finally {
    await vitest.close();
  }
}

function tallyOf(module: TestModule): Tally {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const failed = states.filter((state) => state === 'failed').length;
  const broken = failed === 0 && module.state() === 'failed' ? 1 : 0;
  return { passed: states.filter((state) => state === 'passed').length, failed: failed + broken };
}

function emptyProjects(vitest: Vitest, modules: readonly TestModule[]): readonly string[] {
  const ran = (name: string) =>
    modules.some(({ project, children }) => project.name === name && !children.allTests().next().done);
  return vitest.projects.map(({ name }) => name).filter((name) => !ran(name));
}

const tallies = [...Object.entries(checks).map(([name, commands]) => check(name, commands))];
tallies.push(...(await tests(process.argv.slice(2)).catch(broken)));
const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
const failed = sum((tally) => tally.failed);
say(`\n${sum((tally) => tally.passed)} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function broken(error: unknown): readonly Tally[] {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return [{ passed: 0, failed: 1 }];
}
