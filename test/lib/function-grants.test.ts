import { describe, expect, test } from 'vitest';
import { environment } from '../../lambdas/flows/environment.ts';
import type { FunctionSpec } from '../../lambdas/flows/spec.ts';
import { type TableSpec, tables as tableSpecs } from '../../lambdas/flows/tables.ts';
import { type FunctionName, functions } from '../../lambdas/flows.ts';
import { tableActions } from '../../lib/function-grants.ts';
import { pascalCase } from '../../lib/names.ts';
import { tableNames } from '../../lib/table-names.ts';
import { addresses, flatten, idsOf, synthesize } from './synthesis.ts';

const template = synthesize();
const outputs = template.toJSON().Outputs;
const policies = Object.values(template.findResources('AWS::IAM::Policy'));
const lambdas = template.findResources('AWS::Lambda::Function');

const specs: Readonly<Record<FunctionName, FunctionSpec>> = functions;
const names = [
  'sign-in',
  'recovery',
  'security',
  'account',
  'approval',
  'phone',
  'phones',
  'push',
  'support',
  'help',
  'own-data',
  'deliver',
] as const satisfies readonly FunctionName[];

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** One line for each action and resource: `Allow dynamodb:GetItem <Accounts.Arn>`. */
function linesOf({ Effect, Action, Resource, Condition }: Statement): string[] {
  const condition = Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`;
  return [Action]
    .flat()
    .flatMap((action) => [Resource].flat().map((resource) => `${Effect} ${action} ${flatten(resource)}${condition}`));
}

function statementsOf(roleId: string | undefined): Statement[] {
  return policies
    .filter((policy) => policy.Properties.Roles.some((role: unknown) => flatten(role) === `<${roleId}>`))
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement);
}

const allow = (actions: readonly string[], resource: string) => actions.map((action) => `Allow ${action} ${resource}`);

function expectedLines(name: FunctionName): string[] {
  const spec = specs[name];
  const place = `/Functions/${pascalCase(name)}/`;
  const outputOf = (variable: string): string => outputs[pascalCase(variable)].Value.Ref;
  const tables = tableNames(spec.tables).flatMap((table) => {
    const arn = `<${outputOf(environment.table(table))}.Arn>`;
    const words = spec.tables[table] ?? [];
    const { indexes = {} }: TableSpec = tableSpecs[table];
    const queries = words.includes('query') ? Object.keys(indexes) : [];
    return [
      ...allow(
        words.map((word) => tableActions[word]),
        arn,
      ),
      ...queries.flatMap((index) => allow(['dynamodb:Query'], `${arn}/index/${index}`)),
    ];
  });
  const secrets = spec.secrets.flatMap((secret) =>
    allow(['secretsmanager:GetSecretValue'], `<${outputOf(environment.secret(secret))}>`),
  );
  const [logs] = idsOf(template, 'AWS::Logs::LogGroup', place);
  const platform = [
    ...allow(['logs:CreateLogStream', 'logs:PutLogEvents'], `<${logs}.Arn>`),
    ...allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
  ];
  return [...tables, ...secrets, ...platform, ...channelLines(spec), ...streamLines(spec)].sort();
}

const [attachments = ''] = idsOf(template, 'AWS::S3::Bucket', '/Attachments/');
const FOLDERS = ['new/*', 'tickets/*'];
const FILES = ['s3:GetObject', 's3:PutObject'];

function channelLines({ channels }: FunctionSpec): string[] {
  return [
    ...(channels.includes('email') ? ['identity', 'configuration-set'].map(sendEmail) : []),
    ...(channels.includes('sms') ? ['Allow sns:Publish *', 'Deny sns:Publish arn:<AWS::Partition>:sns:*:*:*'] : []),
    ...(channels.includes('sockets') ? [manageConnections('POST')] : []),
    ...(channels.includes('hang-up') ? [manageConnections('DELETE')] : []),
    ...(channels.includes('attachments')
      ? FOLDERS.flatMap((folder) => allow(FILES, `<${attachments}.Arn>/${folder}`))
      : []),
  ];
}

const sendEmail = (what: string) =>
  `Allow ses:SendEmail arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:${what}/* ` +
  `if {"StringEquals":{"ses:FromAddress":"${addresses.senderAddress}"}}`;

const [socketsId = ''] = idsOf(template, 'AWS::ApiGatewayV2::Api', '/Sockets/');

const manageConnections = (method: string) =>
  'Allow execute-api:ManageConnections arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:' +
  `<${socketsId}>/ws/${method}/@connections/*`;

function streamLines({ stream }: FunctionSpec): string[] {
  if (stream === undefined) return [];
  const table = outputs[pascalCase(environment.table(stream))].Value.Ref;
  const [deadLetters] = idsOf(template, 'AWS::SQS::Queue', '/DeadLetters/');
  return [
    ...allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], `<${table}.StreamArn>`),
    ...allow(['dynamodb:ListStreams'], `<${table}.Arn>/stream/*`),
    ...allow(['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], `<${deadLetters}.Arn>`),
  ];
}

test('every function of flows.ts is looked at here', () => {
  expect([...names].sort()).toEqual(Object.keys(specs).sort());
});

describe.each(names)('the function %s', (name) => {
  const [id = ''] = idsOf(template, 'AWS::Lambda::Function', `/Functions/${pascalCase(name)}/`);
  const roleId = lambdas[id]?.Properties.Role['Fn::GetAtt'][0];

  test('may do what flows.ts says and what its platform needs, and nothing else', () => {
    expect(statementsOf(roleId).flatMap(linesOf).sort()).toEqual(expectedLines(name));
  });

  test('has a role of its own without managed policies', () => {
    const role = template.findResources('AWS::IAM::Role')[roleId];
    expect(role?.Properties).not.toHaveProperty('ManagedPolicyArns');
    const users = Object.values(lambdas).filter(({ Properties }) => flatten(Properties.Role) === `<${roleId}.Arn>`);
    expect(users).toHaveLength(1);
  });
});

/** What may be granted on more than one resource, each with the reason. A new one is added here, with its reason, or not at all. */
const wildcards: Readonly<Record<string, string>> = {
  'Allow xray:PutTraceSegments *': 'X-Ray knows no resources',
  'Allow xray:PutTelemetryRecords *': 'X-Ray knows no resources',
  'Allow sns:Publish *': 'a phone number has no ARN; all that has one is denied',
  'Deny sns:Publish arn:<AWS::Partition>:sns:*:*:*': 'the denial of all that has an ARN',
  [sendEmail('identity')]: 'in the sandbox SES asks about the recipient too; the condition leaves one sender',
  [sendEmail('configuration-set')]: 'an identity may have one by default; the condition leaves one sender',
  [manageConnections('POST')]: 'which sockets are open is known at run time only',
  [manageConnections('DELETE')]: 'which sockets are open is known at run time only',
  'Allow s3:GetObject <Attachments.Arn>/new/*': 'files have random names',
  'Allow s3:PutObject <Attachments.Arn>/new/*': 'files have random names',
  'Allow s3:GetObject <Attachments.Arn>/tickets/*': 'files have random names',
  'Allow s3:PutObject <Attachments.Arn>/tickets/*': 'files have random names',
  'Allow dynamodb:ListStreams <Outbox.Arn>/stream/*': 'is asked of a table, whose streams are named by their time',
};

test('nothing is granted on * beyond what AWS itself requires', () => {
  const outbox = outputs.TableOutbox.Value.Ref;
  const lines = policies
    .filter((policy) => !policy.Metadata?.['aws:cdk:path'].includes('/Pages/Deployment/'))
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement.flatMap(linesOf))
    .map((line) => line.replace(outbox, 'Outbox').replace(attachments, 'Attachments'));
  const wide = new Set(lines.filter((line) => line.includes('*')));
  expect([...wide].sort()).toEqual(Object.keys(wildcards).sort());
});

test('the copier of the pages touches the bucket of pages and the assets of deployments only', () => {
  const [policyId = ''] = idsOf(template, 'AWS::IAM::Policy', '/Pages/Deployment/');
  const statements = template.findResources('AWS::IAM::Policy')[policyId]?.Properties.PolicyDocument.Statement;
  const resources = new Set(statements.flatMap(linesOf).map((line: string) => line.split(' ')[2]));
  const [pages] = idsOf(template, 'AWS::S3::Bucket', '/Pages/');
  const [logs] = idsOf(template, 'AWS::Logs::LogGroup', '/Pages/');
  const assets = 'arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>';
  expect([...resources].sort()).toEqual(
    [`<${pages}.Arn>`, `<${pages}.Arn>/*`, `<${logs}.Arn>`, assets, `${assets}/*`].sort(),
  );
});
