import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import * as z from 'zod/mini';
import { Trouble } from '../trouble.ts';

const CdkSettings = z.object({ app: z.string(), context: z.optional(z.record(z.string(), z.unknown())) });
const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({ type: z.string(), properties: z.optional(z.object({ templateFile: z.optional(z.string()) })) }),
  ),
});
const AssetManifest = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.optional(z.string()) }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});
const Template = z.object({
  Parameters: z.optional(z.record(z.string(), z.object({ Default: z.optional(z.unknown()) }))),
  Mappings: z.optional(z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())))),
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.optional(z.unknown()) })),
  Outputs: z.optional(z.record(z.string(), z.object({ Value: z.unknown(), Description: z.optional(z.string()) }))),
});

export type Template = z.infer<typeof Template>;

/** What a synthesis left behind: the portal's template, and the folders or files that it names by their key in the asset bucket. */
export interface Assembly {
  readonly template: Template;
  /** Object key (`<hash>.zip`) → path of the asset on this machine. */
  readonly assets: ReadonlyMap<string, string>;
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** Runs the CDK app as `cdk.json` says, into `folder`, with more `variables`. Rejects with the app's own words when it fails. */
export async function synthesize(folder: string, variables: Readonly<Record<string, string>> = {}): Promise<void> {
  const settings = CdkSettings.parse(readJson('cdk.json'));
  const app = spawn(settings.app, {
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...variables,
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
      CDK_OUTDIR: folder,
      CDK_VALIDATION: 'false',
      CDK_CONTEXT_JSON: JSON.stringify(settings.context ?? {}),
    },
  });
  const words: Buffer[] = [];
  for (const stream of [app.stdout, app.stderr]) stream.on('data', (chunk: Buffer) => words.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => app.on('close', resolve).on('error', reject));
  if (code !== 0) throw new Trouble(`The stack could not be synthesized (${settings.app}).\n${Buffer.concat(words)}`);
  // On Lambda a bundle stands alone; here it may lie below a package.json that calls every file an ES module.
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
}

/** Reads the assembly in `folder`. Of several stacks, the portal is the one with functions behind a distribution. */
export function readAssembly(folder: string): Assembly {
  const manifest = Manifest.parse(readJson(join(folder, 'manifest.json')));
  for (const artifact of Object.values(manifest.artifacts)) {
    const file = artifact.properties?.templateFile;
    if (artifact.type !== 'aws:cloudformation:stack' || file === undefined) continue;
    const template = Template.parse(readJson(join(folder, file)));
    const types = new Set(Object.values(template.Resources).map((resource) => resource.Type));
    if (types.has('AWS::Lambda::Function') && types.has('AWS::CloudFront::Distribution')) {
      return { template, assets: readAssets(folder, file.replace('.template.json', '.assets.json')) };
    }
  }
  throw new Error(`No stack in ${folder} has both functions and a distribution, so there is no portal to run.`);
}

function readAssets(folder: string, file: string): Map<string, string> {
  const assets = new Map<string, string>();
  for (const { source, destinations } of Object.values(AssetManifest.parse(readJson(join(folder, file))).files)) {
    for (const { objectKey } of Object.values(destinations)) {
      if (source.path !== undefined) assets.set(objectKey, join(folder, source.path));
    }
  }
  return assets;
}
