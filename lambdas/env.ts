import { channelEnvironment, environment } from './flows/environment.ts';
import type { SecretName } from './flows/spec.ts';
import type { TableName } from './flows/tables.ts';
import type { Settings } from './settings.ts';

/** What the stack tells a function. The only code that reads the process's environment. */
export interface Environment {
  /** Physical names. A function has those of its row in `flows.ts` (`TablesOf`); to read another throws. */
  readonly tables: Readonly<Record<TableName, string>>;
  secretId(name: SecretName): string;
  readonly settings: Settings;
  /** Namespace of the metrics that are counted; `Gatehouse` where no stack says. */
  readonly namespace: string;
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
    tables: tablesIn((name) => read(environment.table(name))),
    secretId: (name) => read(environment.secret(name)),
    get settings() {
      // Written by our own stack, and held to its schema by a test of that; to check it here is a fortieth of the start.
      return JSON.parse(read(environment.settings));
    },
    get namespace() {
      return variables[environment.namespace] ?? 'Gatehouse';
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

/** Each is read when it is asked for. */
const tablesIn = (read: (name: TableName) => string): Readonly<Record<TableName, string>> => ({
  get accounts() {
    return read('accounts');
  },
  get flows() {
    return read('flows');
  },
  get sessions() {
    return read('sessions');
  },
  get limits() {
    return read('limits');
  },
  get outbox() {
    return read('outbox');
  },
  get devices() {
    return read('devices');
  },
  get connections() {
    return read('connections');
  },
  get tickets() {
    return read('tickets');
  },
  get notices() {
    return read('notices');
  },
  get audit() {
    return read('audit');
  },
});

/** As it was when the function started. */
export const env = readEnvironment({ ...process.env });
