import type { SecretName } from './spec.ts';
import type { TableName } from './tables.ts';

/** Names of the environment variables through which the stack hands a function what it needs. `env.ts` reads them, `lib/` writes them. */
export const environment = {
  /** `TABLE_ACCOUNTS` and so on: physical name of a table. */
  table: (name: TableName) => `TABLE_${name.toUpperCase()}`,
  /** `SECRET_KEYS`: ARN of a secret. */
  secret: (name: SecretName) => `SECRET_${name.toUpperCase()}`,
  /** JSON of `Settings` (see `settings.ts`). */
  settings: 'SETTINGS',
  /** Namespace of the metrics that are counted: the name of the stack. */
  namespace: 'METRICS_NAMESPACE',
  /** The portal's own origin, for example `https://id.example.org`: the base of every link and the only `Origin` accepted. */
  origin: 'PORTAL_ORIGIN',
  /** One or two values, separated by a comma, one of which CloudFront sends in the header `x-origin-secret`. */
  originSecret: 'ORIGIN_SECRET',
} as const;

/** Variables that only functions with a channel have. */
export const channelEnvironment = {
  /** Where sockets are posted to: `https://ID.execute-api.REGION.amazonaws.com/ws`. */
  sockets: 'SOCKETS_ENDPOINT',
  /** Name of the bucket of attachments. */
  attachments: 'ATTACHMENTS_BUCKET',
  /** Its own host: `https://BUCKET.s3.REGION.amazonaws.com`. */
  attachmentsUrl: 'ATTACHMENTS_URL',
} as const;

/** The header in which CloudFront proves itself to the APIs. */
export const ORIGIN_SECRET_HEADER = 'x-origin-secret';
