import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { FunctionSpec } from '../lambdas/flows/spec.ts';
import type { TableAccess } from '../lambdas/flows/tables.ts';
import { emailStatement, smsStatements } from './channel-statements.ts';
import type { PortalSecrets } from './portal-secrets.ts';
import type { PortalTables } from './portal-tables.ts';

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
  readonly senderAddress: string;
}

/** Gives a function's role what `flows.ts` says it may touch, and nothing else. */
export function grantAccess(role: Role, spec: FunctionSpec, house: House): void {
  for (const statement of accessStatements(role, spec, house)) role.addToPolicy(statement);
}

function accessStatements(role: Role, spec: FunctionSpec, house: House): PolicyStatement[] {
  const tables = Object.entries(spec.tables).map(([name, access]) =>
    allow(
      access.map((word) => tableActions[word]),
      house.tables.get(name).tableArn,
    ),
  );
  const secrets = spec.secrets.map((name) =>
    allow(['secretsmanager:GetSecretValue'], house.secrets.byName[name].secretArn),
  );
  const email = spec.channels.includes('email') ? [emailStatement(role, house.senderAddress)] : [];
  const sms = spec.channels.includes('sms') ? smsStatements(role) : [];
  return [...tables, ...secrets, ...email, ...sms];
}

function allow(actions: readonly string[], resource: string): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [resource] });
}
