import type { SessionCookie } from '../auth/session.ts';

/**
 * Every cookie of the portal: `__Host-` (this host only, over TLS, whole site), out of reach of scripts, and never sent
 * from another site (OWASP ASVS 5.0, 3.3). Values are `id.secret`, in base64url.
 */

export interface IdAndSecret {
  readonly id: string;
  readonly secret: string;
}

const FLOW = '__Host-flow';
const SESSION = '__Host-session';
const KNOWN = '__Host-known-';
const FLAGS = 'Path=/; Secure; HttpOnly; SameSite=Strict';

const ID_AND_SECRET = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const KNOWN_NAME = /^__Host-known-[\w-]{12}$/;

export class Cookies {
  readonly #values: ReadonlyMap<string, string>;

  /** `pairs`: `name=value`, as API Gateway hands them over. A name that comes twice counts as not sent. */
  constructor(pairs: readonly string[]) {
    const values = new Map<string, string>();
    const twice = new Set<string>();
    for (const pair of pairs) {
      const equals = pair.indexOf('=');
      const name = pair.slice(0, equals).trim();
      if (values.has(name)) twice.add(name);
      values.set(name, pair.slice(equals + 1).trim());
    }
    for (const name of twice) values.delete(name);
    this.#values = values;
  }

  get flow(): IdAndSecret | undefined {
    return idAndSecret(this.#values.get(FLOW));
  }

  get session(): IdAndSecret | undefined {
    return idAndSecret(this.#values.get(SESSION));
  }

  /** The token by which this browser is known to the account of that name (see `knownName`). */
  known(name: string): string | undefined {
    const value = this.#values.get(KNOWN + name);
    return value !== undefined && TOKEN.test(value) ? value : undefined;
  }

  /** All tokens by which accounts may know this browser, by the account's name. */
  get tokens(): ReadonlyMap<string, string> {
    const known = [...this.#values].filter(([name, value]) => KNOWN_NAME.test(name) && TOKEN.test(value));
    return new Map(known.map(([name, value]) => [name.slice(KNOWN.length), value]));
  }
}

function idAndSecret(value: string | undefined): IdAndSecret | undefined {
  const [, id, secret] = ID_AND_SECRET.exec(value ?? '') ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : undefined;
}

/** `Set-Cookie` values. A session ends with the browser, or sooner by the server's word. */
export const setCookie = {
  flow: ({ id, secret }: IdAndSecret, seconds: number) => `${FLOW}=${id}.${secret}; Max-Age=${seconds}; ${FLAGS}`,
  session: ({ id, secret }: IdAndSecret) => `${SESSION}=${id}.${secret}; ${FLAGS}`,
  known: (name: string, token: string, seconds: number) => `${KNOWN}${name}=${token}; Max-Age=${seconds}; ${FLAGS}`,
  noFlow: `${FLOW}=; Max-Age=0; ${FLAGS}`,
  noSession: `${SESSION}=; Max-Age=0; ${FLAGS}`,
} as const;

/** The session that the browser names. */
export function sessionCookie({ session }: Cookies): SessionCookie | undefined {
  return session && { account: session.id, token: session.secret };
}
