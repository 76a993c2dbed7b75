import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, longest first, in seconds of a quiet machine: begun last, one of these would leave a worker idle. */
const LONG = [
  ...['attacks/faults', 'attacks/kill', 'attacks/codes', 'attacks/guessing', 'attacks/delivery', 'attacks/lockout'],
  ...['attacks/timing', 'attacks/sends', 'attacks/recovery-equality', 'attacks/steps', 'attacks/equality'],
  ...['e2e/local-run', 'local/start', 'e2e/personal-mobile', 'e2e/accessibility', 'e2e/match-modes', 'e2e/languages'],
  ...['e2e/account', 'e2e/support', 'e2e/recovery', 'e2e/refusals', 'e2e/help', 'e2e/recovery-accessibility'],
  ...['store/dynamodb', 'store/ticket-costs', 'handlers/approval', 'bin/invite-csv'],
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return place < 0 ? LONG.length : place;
};

/** Runs long files before short ones, within the turn of their project. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const turnOf = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    return (await super.sort(files)).sort((a, b) => turnOf(a) - turnOf(b) || placeOf(a) - placeOf(b));
  }
}
