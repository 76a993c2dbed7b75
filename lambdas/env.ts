import { channelEnvironment, environment } from './flows/environment.ts';
import type { SecretName } from './flows/spec.ts';
import type { TableName } from './flows/tables.ts';
import type { Settings } from './settings.ts';

/** What the stack tells a function. The only code that reads the process's environment. */
export interface Environment {
  table(name: TableName): string;
  secretId(name: SecretName): string;
  readonly settings: Settings;
  /** The portal's own origin, the base of every link. */
  readonly origin: string;
  /** The values of which CloudFront sends one; two while it is being changed. */
  readonly originSecrets: readonly string[];
  /** Where sockets are posted to; functions with that channel have it. */
  readonly socketsEndpoint: string;
  /** The bucket of attachments; functions with that channel have it. */
  readonly attachments: { readonly name: string; readonly url: string; readonly region: string };
}

/** Reads variables when they are asked for. Throws, naming the variable, when one is missing. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const read = (name: string): string => {
    const value = variables[name];
    if (!value) throw new Error(`The environment variable ${name} is missing.`);
    return value;
  };
  return {
    table: (name) => read(environment.table(name)),
    secretId: (name) => read(environment.secret(name)),
    get settings() {
      // Written by our own stack, and held to its schema by a test of that; to check it here is a fortieth of the start.
      return JSON.parse(read(environment.settings));
    },
    get origin() {
      return read(environment.origin);
    },
    get originSecrets() {
      return read(environment.originSecret).split(',');
    },
    get socketsEndpoint() {
      return read(channelEnvironment.sockets);
    },
    get attachments() {
      const { attachments, attachmentsUrl } = channelEnvironment;
      return { name: read(attachments), url: read(attachmentsUrl), region: read('AWS_REGION') };
    },
  };
}

export const env = readEnvironment(process.env);
