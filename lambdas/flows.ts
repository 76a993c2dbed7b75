import { passwordFunctions } from './flows/passwords.ts';
import { phoneFunctions } from './flows/phones.ts';
import type { FunctionSpec } from './flows/spec.ts';
import { supportFunctions } from './flows/support.ts';

/**
 * The one table of the house: every function, its routes, and what it may touch.
 *
 * `lib/` derives functions, routes, throttles, IAM grants and environment from it; the handlers are checked against
 * it by the compiler (`Routes<'sign-in'>` in `http/`); tests compare the synthesized template with it, both ways.
 */

/** Functions are cut along trust, so that the steps of one flow share a function: the first step warms the second. */
export const functions = {
  ...passwordFunctions,
  ...phoneFunctions,
  ...supportFunctions,
  deliver: {
    purpose: 'Renders and sends the messages that are owed.',
    stream: 'outbox',
    tables: {
      accounts: ['get'],
      flows: ['get'],
      devices: ['query', 'update'],
      connections: ['query', 'delete'],
      tickets: ['get'],
      limits: ['update'],
      outbox: ['update'],
    },
    secrets: ['keys'],
    channels: ['email', 'sms', 'sockets', 'hang-up'],
    memoryMegabytes: 512,
    timeoutSeconds: 30,
  },
} as const satisfies Record<string, FunctionSpec>;

export type FunctionName = keyof typeof functions;

/** The routes of one function, as `METHOD /path`. */
export type RouteKey<F extends FunctionName> = F extends FunctionName
  ? (typeof functions)[F] extends { routes: infer R }
    ? keyof R & string
    : never
  : never;

/** Physical names of the tables that a function may touch: a store that needs another does not compile. */
export type TablesOf<F extends FunctionName> = Readonly<Record<keyof (typeof functions)[F]['tables'], string>>;
