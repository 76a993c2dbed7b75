import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { channelEnvironment, environment } from '../../lambdas/flows/environment.ts';
import { bundle } from '../bundles.ts';

/** A template, or the list of its assets, as far as it is looked at. */
interface Document {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly files: Readonly<Record<string, unknown>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

const ENTRY = new URL('./least.ts', import.meta.url).pathname;
/** Beside whose routes ours are: through the same behaviour, API and gateway. */
const NEIGHBOUR = 'POST /api/phone/decision';
const ROUTES = ['question', 'decision', 'safe-decision', 'state'];
const NEEDED = [
  environment.table('connections'),
  environment.table('devices'),
  environment.table('flows'),
  channelEnvironment.sockets,
];

/** Puts the function `least` into the assembly in `folder`, with the environment of one that has all it needs. */
export async function addLeast(folder: string): Promise<void> {
  await bundle(ENTRY, join(folder, 'asset.least', 'index.js'));
  const name = readdirSync(folder).find((file) => isPortal(folder, file)) ?? '';
  change(join(folder, name.replace('.template.json', '.assets.json')), ({ files, ...rest }) => ({
    ...rest,
    files: { ...files, least: { source: { path: 'asset.least' }, destinations: { own: { objectKey: 'least.zip' } } } },
  }));
  change(join(folder, name), ({ Resources, ...rest }) => ({ ...rest, Resources: { ...Resources, ...own(Resources) } }));
}

const isPortal = (folder: string, file: string): boolean =>
  file.endsWith('.template.json') && readFileSync(join(folder, file), 'utf8').includes('AWS::CloudFront::Distribution');

function change(file: string, to: (document: Document) => object): void {
  writeFileSync(file, JSON.stringify(to(JSON.parse(readFileSync(file, 'utf8')))));
}

function own(resources: Document['Resources']): Record<string, object> {
  const all = Object.values(resources);
  const lambda = all.find(({ Type, Properties }) => {
    const told = JSON.stringify(Properties.Environment ?? {});
    return Type === 'AWS::Lambda::Function' && NEEDED.every((variable) => told.includes(`"${variable}"`));
  });
  const route = all.find(({ Properties }) => Properties?.RouteKey === NEIGHBOUR);
  if (!lambda || !route) throw new Error('The stack has nothing that the least could stand beside.');
  const { ApiId } = route.Properties;
  const Target = { 'Fn::Join': ['', ['integrations/', { Ref: 'LeastIntegration' }]] };
  return {
    LeastFunction: { ...lambda, Properties: { ...lambda.Properties, Code: { S3Key: 'least.zip' } } },
    LeastIntegration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { ApiId, IntegrationUri: { 'Fn::GetAtt': ['LeastFunction', 'Arn'] }, PayloadFormatVersion: '2.0' },
    },
    ...Object.fromEntries(
      ROUTES.map((name, place) => [
        `LeastRoute${place}`,
        { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId, RouteKey: `POST /api/least/${name}`, Target } },
      ]),
    ),
  };
}
