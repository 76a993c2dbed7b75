import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Settings } from '../../../lambdas/settings.ts';
import { type Allowance, createInvariants } from '../invariants.ts';
import type { Browser } from './browser.ts';
import type { Person } from './person.ts';
import { openPortal, type Portal } from './portal.ts';
import { flowIn, readCode, typePassword } from './steps.ts';

/** A portal for one test file, held against the invariants after every test. */
export interface Stage {
  readonly portal: Portal;
  /** Set by a test that takes answers away, for its own check. */
  allowance: Allowance;
  /** Somebody at the code page, with the code that came. */
  atCodePage(person?: Person): Promise<{ person: Person; browser: Browser; flow: string; code: string }>;
}

export function setStage(settings: Partial<Settings> = {}): Stage {
  let portal: Portal | undefined;
  let check: ReturnType<typeof createInvariants> | undefined;
  const stage: Stage = {
    get portal() {
      if (!portal) throw new Error('The portal is not open.');
      return portal;
    },
    allowance: {},
    async atCodePage(given) {
      const person = given ?? (await stage.portal.person());
      const browser = stage.portal.browser();
      const flow = flowIn(await typePassword(browser, person));
      return { person, browser, flow, code: await readCode(stage.portal, person) };
    },
  };
  beforeAll(async () => {
    portal = await openPortal(settings);
    check = createInvariants(portal);
  });
  afterEach(() => check?.(stage.allowance));
  afterAll(() => portal?.end());
  return stage;
}
