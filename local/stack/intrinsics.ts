import type { Template } from './assembly.ts';

export const REGION = 'eu-west-1';
export const ACCOUNT = '000000000000';
const SUFFIX = 'amazonaws.com';

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': SUFFIX,
  'AWS::StackName': 'local',
  'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/local/0`,
};

/** Gives every value of a template its local meaning. Throws, naming the intrinsic, for what is not played here. */
export interface Resolver {
  resolve(value: unknown): unknown;
}

/** ARN of a resource. Ends with the logical id, so that whoever meets it in a resolved value finds the resource again. */
export function arnOf(type: string, id: string): string {
  const service = type.split('::')[1]?.toLowerCase() ?? 'unknown';
  if (type === 'AWS::SecretsManager::Secret') return `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${id}`;
  if (type === 'AWS::Lambda::Function') return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${id}`;
  if (type.startsWith('AWS::DynamoDB::')) return `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${id}`;
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${id}`;
}

/** What `Ref` gives. */
export function refOf(type: string, id: string): string {
  if (type === 'AWS::SecretsManager::Secret') return arnOf(type, id);
  if (type === 'AWS::ApiGatewayV2::Api' || type === 'AWS::S3::Bucket') return id.toLowerCase();
  return id;
}

/** What `Fn::GetAtt` gives. */
export function attributeOf(type: string, id: string, attribute: string): string {
  const name = id.toLowerCase();
  if (attribute === 'Arn' || attribute === 'FunctionARN') return arnOf(type, id);
  if (attribute === 'StreamArn') return `${arnOf(type, id)}/stream`;
  if (attribute === 'ApiEndpoint') return `https://${name}.execute-api.${REGION}.${SUFFIX}`;
  if (type === 'AWS::S3::Bucket') return `${name}.s3.${REGION}.${SUFFIX}`;
  if (type === 'AWS::CloudFront::Distribution') return `${name}.cloudfront.net`;
  return `${id}.${attribute}`;
}

type Secret = (arn: string, key: string) => string;
type Resolve = (value: unknown) => unknown;
type Intrinsics = Readonly<Record<string, (argument: unknown) => unknown>>;

/** `secret` gives the value behind a dynamic reference: the secret's ARN or name, and the key inside it, if any. */
export function createResolver(template: Template, secret: Secret): Resolver {
  const names = createNames(template);
  const intrinsics: Intrinsics = { ...referring(names, resolve), ...joining(resolve), ...mapping(template, resolve) };

  function resolve(value: unknown): unknown {
    if (typeof value === 'string') return withSecrets(value, secret);
    if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name = '', argument] = entries[0] ?? [];
    if (entries.length === 1 && /^(Ref$|Fn::)/.test(name)) return call(name, argument);
    return Object.fromEntries(
      entries.map(([key, item]) => [key, resolve(item)]).filter(([, item]) => item !== undefined),
    );
  }

  function call(name: string, argument: unknown): unknown {
    const result = (intrinsics[name] ?? fail(name))(argument);
    return typeof result === 'string' ? withSecrets(result, secret) : result;
  }

  return { resolve };
}

interface Names {
  readonly ref: (id: string) => unknown;
  readonly attribute: (id: string, name: string) => string;
}

const createNames = (template: Template): Names => ({
  ref: (id) => {
    const resource = template.Resources[id];
    if (resource !== undefined) return refOf(resource.Type, id);
    return PSEUDO[id] ?? template.Parameters?.[id]?.Default ?? (id === 'AWS::NoValue' ? undefined : fail(`Ref ${id}`));
  },
  attribute: (id, name) => attributeOf(template.Resources[id]?.Type ?? fail(`Fn::GetAtt ${id}.${name}`), id, name),
});

const referring = ({ ref, attribute }: Names, resolve: Resolve): Intrinsics => ({
  Ref: (argument) => ref(String(argument)),
  'Fn::GetAtt': (argument) => {
    const [id = '', ...name] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
    return attribute(id, name.join('.'));
  },
  'Fn::Sub': (argument) => {
    const [text, names] = Array.isArray(argument) ? argument : [argument, {}];
    const given = new Map(Object.entries(Object(resolve(names))));
    return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal !== '') return `\${${name}}`;
      const [id = '', ...rest] = name.split('.');
      return String(given.get(name) ?? (rest.length > 0 ? attribute(id, rest.join('.')) : ref(id)));
    });
  },
});

const joining = (resolve: Resolve): Intrinsics => ({
  'Fn::Join': (argument) => list(resolve(list(argument)[1])).join(String(list(argument)[0])),
  'Fn::Split': (argument) => String(resolve(list(argument)[1])).split(String(list(argument)[0])),
  'Fn::Select': (argument) => list(resolve(list(argument)[1]))[Number(list(argument)[0])],
  'Fn::Base64': (argument) => Buffer.from(String(resolve(argument))).toString('base64'),
});

const mapping = (template: Template, resolve: Resolve): Intrinsics => ({
  'Fn::FindInMap': (argument) => {
    const [map = '', top = '', second = ''] = list(resolve(argument)).map(String);
    return template.Mappings?.[map]?.[top]?.[second] ?? fail(`Fn::FindInMap ${map}.${top}.${second}`);
  },
});

/** Replaces `{{resolve:secretsmanager:ARN:SecretString:KEY:STAGE:VERSION}}`. */
function withSecrets(text: string, secret: Secret): string {
  if (!text.includes('{{resolve:')) return text;
  return text.replace(/\{\{resolve:secretsmanager:(.+?)(?::SecretString:([^:}]*)[^}]*)?\}\}/g, (_, arn, key) =>
    secret(arn, key ?? ''),
  );
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : fail(`a list, found ${typeof value}`));

function fail(what: string): never {
  throw new Error(`The local run cannot resolve this part of the template: ${what}.`);
}
