import type { PublishedNotices } from '../../lambdas/auth/published-notices.ts';
import { environment } from '../../lambdas/flows/environment.ts';
import type { TableName } from '../../lambdas/flows/tables.ts';
import { pascalCase } from '../../lib/names.ts';
import { CommandError } from './command-error.ts';
import type { Found } from './portal.ts';
import { textOf, type Values } from './words.ts';

/** The portal of a CloudFormation stack, as its outputs describe it. Credentials are those that the AWS SDK finds. */
export async function findDeployed(stack: string, values: Values): Promise<Found> {
  const [region, profile] = [textOf(values, 'region'), textOf(values, 'profile')];
  const where = { ...(region !== undefined && { region }), ...(profile !== undefined && { profile }) };
  const outputs = await readOutputs(stack, where);
  const variables = names().map((name) => [name, outputs.get(pascalCase(name)) ?? '']);
  const missing = variables.filter(([, value]) => value === '').map(([name]) => name);
  if (missing.length > 0) {
    throw new CommandError(
      'not-a-portal',
      `The stack ${stack} is no portal of this version: it has no ${missing.join(', ')}.`,
    );
  }
  const bucket = outputs.get(pascalCase(PAGES_BUCKET)) ?? '';
  return {
    variables: Object.fromEntries(variables),
    database: where,
    clock: Date.now,
    isDeployed: true,
    publish: (notices) => publish({ bucket, where }, notices),
  };
}

/** The output of the stack that names the bucket of the pages. */
const PAGES_BUCKET = 'PAGES_BUCKET';

/** The environment variables that the command line reads, which the stack has as outputs in another spelling. */
const names = (): readonly string[] => {
  const used: readonly TableName[] = [
    'accounts',
    'devices',
    'flows',
    'outbox',
    'audit',
    'notices',
    'limits',
    'tickets',
  ];
  return [...used.map(environment.table), environment.settings, environment.origin, PAGES_BUCKET];
};

interface Place {
  readonly bucket: string;
  readonly where: { readonly region?: string; readonly profile?: string };
}

/** Writes the file that pages read. CloudFront and browsers keep it for a minute. */
async function publish({ bucket, where }: Place, notices: PublishedNotices): Promise<void> {
  // Only who publishes waits for this client to load.
  const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client(where);
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: 'notices.json',
        Body: JSON.stringify(notices),
        ContentType: 'application/json',
        CacheControl: 'public, max-age=60',
      }),
    );
  } finally {
    client.destroy();
  }
}

async function readOutputs(
  stack: string,
  where: { readonly region?: string; readonly profile?: string },
): Promise<ReadonlyMap<string, string>> {
  // Only operators of deployed portals wait for this client to load.
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient(where);
  try {
    const { Stacks: [found] = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    return new Map(found?.Outputs?.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'ValidationError') {
      throw new CommandError('stack-not-found', `There is no stack of this name in this account and region: ${stack}.`);
    }
    if (error.message.includes('Region is missing')) {
      throw new CommandError('no-region', 'No AWS region is known: say --region REGION, or set it in the AWS profile.');
    }
    throw error;
  } finally {
    client.destroy();
  }
}
