import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, vi } from 'vitest';
import cdk from '../../cdk.json' with { type: 'json' };
import { resolveConfig } from '../../lib/config.ts';
import type { PortalConfig } from '../../lib/options.ts';
import { PortalStack } from '../../lib/portal-stack.ts';

export const addresses = { supportAddress: 'help@example.org', senderAddress: 'sign-in@example.org' };

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A CDK app as `cdk.json` describes it, whose output is removed after the tests of a file. */
export function makeApp(context: Readonly<Record<string, unknown>> = {}): App {
  const outdir = mkdtempSync(join(tmpdir(), 'gatehouse-lib-'));
  folders.push(outdir);
  return new App({ outdir, context: { ...cdk.context, 'aws:cdk:enable-path-metadata': true, ...context } });
}

/** The template of the portal's stack. Functions are not bundled and nothing is validated: `portal-app.test.ts` does both. */
export function synthesize(options: Partial<PortalConfig> = {}): Template {
  vi.stubEnv('CDK_VALIDATION', 'false');
  const config = resolveConfig({ ...addresses, ...options });
  const app = makeApp({ 'aws:cdk:bundling-stacks': [] });
  return Template.fromStack(new PortalStack(app, config.stackName, { config }));
}

/** A value of a template on one line: `<Table.Arn>/stream/*`. */
export function flatten(value: unknown): string {
  if (Array.isArray(value)) return value.map(flatten).join('');
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return `<${value.Ref}>`;
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) return flatten(value['Fn::Join'][1]);
  if ('Fn::Sub' in value) return String(value['Fn::Sub']).replaceAll('${', '<').replaceAll('}', '>');
  return JSON.stringify(value);
}

/** The resources of a type whose path in the tree of constructs holds a text, for example `/Functions/SignIn/`, each with its logical id. */
export function resourcesOf(template: Template, type: string, path: string) {
  return Object.entries(template.findResources(type))
    .filter(([, resource]) => String(resource.Metadata?.['aws:cdk:path']).includes(path))
    .map(([id, { Properties, DependsOn, DeletionPolicy }]) => ({ id, Properties, DependsOn, DeletionPolicy }));
}

/** Their logical ids alone. */
export function idsOf(template: Template, type: string, path: string): string[] {
  return resourcesOf(template, type, path).map(({ id }) => id);
}
