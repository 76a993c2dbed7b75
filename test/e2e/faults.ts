import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    readonly axe: { run(): Promise<Record<'violations' | 'passes', readonly Finding[]>> };
  }
}

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds, and whether something is wider than the window. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  // Trusted Types forbid script tags; what the driver evaluates is not the page's own.
  await page.evaluate(axe);
  const { violations, passed } = await page.evaluate(async () => {
    const { violations, passes } = await window.axe.run();
    const told = ({ id, nodes }: Finding) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`;
    return { violations: violations.map(told), passed: passes.map(({ id }) => id) };
  });
  expect(passed).toContain('color-contrast');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return overflow > 0 ? [...violations, `${overflow} px too wide`] : violations;
}
