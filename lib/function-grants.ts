import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { FunctionSpec } from '../lambdas/flows/spec.ts';
import { type TableAccess, type TableName, type TableSpec, tables as tableSpecs } from '../lambdas/flows/tables.ts';
import { emailStatement, smsStatements, socketsStatement } from './channel-statements.ts';
import type { PortalAttachments } from './portal-attachments.ts';
import type { PortalSecrets } from './portal-secrets.ts';
import type { PortalSockets } from './portal-sockets.ts';
import type { PortalTables } from './portal-tables.ts';
import { tableNames } from './table-names.ts';

/** Each word of `flows.ts` is one action; a transaction needs those of its parts. */
export const tableActions: Readonly<Record<TableAccess, string>> = {
  get: 'dynamodb:GetItem',
  'batch-get': 'dynamodb:BatchGetItem',
  query: 'dynamodb:Query',
  put: 'dynamodb:PutItem',
  update: 'dynamodb:UpdateItem',
  delete: 'dynamodb:DeleteItem',
  check: 'dynamodb:ConditionCheckItem',
};

/** What can be granted. */
export interface House {
  readonly tables: PortalTables;
  readonly secrets: PortalSecrets;
  readonly sockets: PortalSockets;
  readonly attachments: PortalAttachments;
  readonly senderAddress: string;
}

/** Gives a function's role what `flows.ts` says it may touch, and nothing else. */
export function grantAccess(role: Role, spec: FunctionSpec, house: House): void {
  for (const statement of accessStatements(role, spec, house)) role.addToPolicy(statement);
}

function accessStatements(role: Role, spec: FunctionSpec, house: House): PolicyStatement[] {
  const tables = tableNames(spec.tables).flatMap((name) => tableStatements(name, spec.tables[name] ?? [], house));
  const secrets = spec.secrets.map((name) =>
    allow(['secretsmanager:GetSecretValue'], house.secrets.byName[name].secretArn),
  );
  const email = spec.channels.includes('email') ? [emailStatement(role, house.senderAddress)] : [];
  const sms = spec.channels.includes('sms') ? smsStatements(role) : [];
  const sockets = spec.channels.includes('sockets') ? [socketsStatement(house.sockets, 'POST')] : [];
  const ended = spec.channels.includes('hang-up') ? [socketsStatement(house.sockets, 'DELETE')] : [];
  const files = spec.channels.includes('attachments')
    ? [allow(['s3:GetObject', 's3:PutObject'], ...house.attachments.arns)]
    : [];
  return [...tables, ...secrets, ...email, ...sms, ...sockets, ...ended, ...files];
}

/** A query may read the table's indexes too, each by its own name. */
function tableStatements(name: TableName, access: readonly TableAccess[], { tables }: House): PolicyStatement[] {
  const { tableArn } = tables.get(name);
  const { indexes = {} }: TableSpec = tableSpecs[name];
  const indexArns = access.includes('query') ? Object.keys(indexes).map((index) => `${tableArn}/index/${index}`) : [];
  return [
    allow(
      access.map((word) => tableActions[word]),
      tableArn,
    ),
    ...(indexArns.length > 0 ? [allow([tableActions.query], ...indexArns)] : []),
  ];
}

function allow(actions: readonly string[], ...resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [...resources] });
}
