import * as z from 'zod/mini';
import { locales } from '../locales/locale.ts';

/**
 * What the functions know of the deployment's configuration. `lib/` makes it from `portal.config.ts` and puts it, as
 * JSON, into the functions' environment; a test of the stack holds what it writes to this schema.
 */
export const Settings = z.object({
  /** The portal's name, as people see it in pages and messages. */
  name: z.string(),
  /** Accent colour for messages, `#rrggbb`. */
  accent: z.string(),
  /** What a person may type to say who they are. */
  identifiers: z.array(z.enum(['email', 'username'])),
  /** Languages offered; the first is the default. */
  locales: z.array(z.enum(locales)),
  /** Where people write for help, an e-mail address. */
  supportAddress: z.string(),
  /** `From` of e-mail, an address whose domain is an SES identity. */
  senderAddress: z.string(),
  /** Alphanumeric sender of SMS, where the country allows one. */
  smsSenderId: z.optional(z.string()),
  /** ISO 3166-1 alpha-2 codes of countries that SMS may go to. */
  smsCountries: z.array(z.string()),
  /** SMS a day, over all accounts; at most a third of it for what strangers can trigger. */
  smsPerDay: z.int(),
  passwordPolicy: z.enum(['classic', 'modern']),
  recovery: z.enum(['code', 'temporary-password']),
  /** After a recovery, one day of codes over another channel than recovery used, if there is one. */
  recoverySeparateChannel: z.boolean(),
  /** How a person tells a sign-in by user name from somebody else's: by picking its picture, typing its number, or looking. */
  approvalMatch: z.enum(['pick', 'number', 'compare']),
  /** From which browsers a user name alone brings a question to phones. */
  approvalUsernameFirst: z.enum(['anywhere', 'known-browser', 'off']),
  /** A signed-in browser without activity is signed out after this. */
  sessionIdleSeconds: z.int(),
  /** A signed-in browser is signed out after this, whatever it does. */
  sessionAbsoluteSeconds: z.int(),
  /** How long a browser stays known after a sign-in. */
  knownBrowserSeconds: z.int(),
  /** How long audit entries are kept. */
  auditSeconds: z.int(),
});

export type Settings = z.infer<typeof Settings>;
