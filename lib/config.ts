import * as z from 'zod/mini';
import { locales } from '../locales/locale.ts';
import {
  address,
  allowing,
  colour,
  iconFile,
  line,
  link,
  listOf,
  matching,
  oneOf,
  someOf,
  svgFile,
  texts,
  wholeNumber,
  yesOrNo,
} from './allowed.ts';
import { parse } from './mistakes.ts';
import type { DeploymentOptions, PortalConfig, PortalOptions } from './options.ts';

/** What the configuration may say, and what it says by default. `options.ts` documents every key. */

const Tile = z.strictObject({
  title: texts(40),
  url: link,
  description: z.optional(texts(90)),
  picture: z.optional(svgFile),
  roles: z.optional(someOf('member', 'support', 'admin')),
});

const portalKeys = {
  name: z._default(line(40), 'Gatehouse'),
  logo: z.optional(svgFile),
  appIcon: z.optional(iconFile),
  accent: z._default(z.strictObject({ light: colour, dark: colour }, 'two colours, as { light, dark }'), {
    light: '#1d3fae',
    dark: '#a9c1ff',
  }),
  page: z._default(oneOf('tinted', 'plain'), 'tinted'),
  supportAddress: address,
  identifiers: z._default(someOf('email', 'username'), ['email', 'username']),
  locales: z._default(someOf(...locales), locales),
  senderAddress: address,
  smsSenderId: z.optional(matching('1 to 11 letters and digits, at least one letter', /^(?=.*[a-z])[a-z0-9]{1,11}$/i)),
  smsCountries: z._default(
    listOf('a list of countries as two capital letters (ISO 3166-1), each once', /^[A-Z]{2}$/, 0, 249),
    [],
  ),
  smsPerDay: z._default(wholeNumber(3, 100_000, 'messages'), 200),
  passwordPolicy: z._default(oneOf('classic', 'modern'), 'classic'),
  recovery: z._default(oneOf('code', 'temporary-password'), 'code'),
  recoverySeparateChannel: z._default(yesOrNo, true),
  approvalMatch: z._default(oneOf('pick', 'number', 'compare'), 'pick'),
  approvalUsernameFirst: z._default(oneOf('anywhere', 'known-browser', 'off'), 'anywhere'),
  sessionIdleMinutes: z._default(wholeNumber(5, 480, 'minutes'), 30),
  sessionAbsoluteHours: z._default(wholeNumber(1, 24, 'hours'), 8),
  knownBrowserDays: z._default(wholeNumber(1, 365, 'days'), 180),
  auditDays: z._default(wholeNumber(30, 3650, 'days'), 365),
  tiles: z._default(z.readonly(z.array(Tile, 'a list of tiles, as { title, url, description, picture, roles }')), []),
};

const LOG_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653];

const deploymentKeys = {
  domainName: z.optional(
    matching(
      'a host name in lower case, for example id.example.org',
      /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}$/,
    ),
  ),
  alarmAddress: z.optional(address),
  createSenderIdentity: z._default(yesOrNo, false),
  originSecrets: z._default(listOf('a list of one or two names of letters and digits', /^[a-z0-9]{1,20}$/i, 1, 2), [
    'a',
  ]),
  logDays: z._default(allowing<number>(`one of ${LOG_DAYS.join(', ')}`, z.literal(LOG_DAYS)), 90),
};

const appKeys = {
  stackName: z._default(matching('a letter, then letters, digits or hyphens', /^[a-z][a-z0-9-]{1,99}$/i), 'Gatehouse'),
  region: z.optional(matching('an AWS region, for example eu-west-1', /^(?!us-gov-)[a-z]{2}(-[a-z]+)+-\d$/)),
  certificateArn: z.optional(
    matching('the ARN of a certificate in us-east-1', /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/),
  ),
  firewall: z._default(yesOrNo, false),
};

interface Lifetimes {
  readonly sessionIdleMinutes: number;
  readonly sessionAbsoluteHours: number;
}

const sessionEnds = z.refine<Lifetimes>((config) => config.sessionIdleMinutes <= config.sessionAbsoluteHours * 60, {
  path: ['sessionIdleMinutes'],
  error: 'at most sessionAbsoluteHours',
});

const Options = z.strictObject({ ...portalKeys, ...deploymentKeys }).check(sessionEnds);

const Config = z.strictObject({ ...portalKeys, ...deploymentKeys, ...appKeys }).check(
  sessionEnds,
  z.refine((config) => (config.domainName === undefined) === (config.certificateArn === undefined), {
    path: ['certificateArn'],
    error: 'a certificate with domainName, and none without',
  }),
  z.refine((config) => !config.firewall || config.region !== undefined, {
    path: ['region'],
    error: 'a region when firewall is true (the firewall lives in us-east-1, the portal may not)',
  }),
);

export type ResolvedOptions = z.output<typeof Options>;
export type ResolvedConfig = z.output<typeof Config>;

/** Checks options and fills in the defaults. Throws one error that names every mistake. */
export function resolveOptions(given: PortalOptions & DeploymentOptions): ResolvedOptions {
  return parse('SignInPortal', Options, given);
}

/** The same for the configuration of this repository's own app. */
export function resolveConfig(given: PortalConfig): ResolvedConfig {
  return parse('portal.config.ts', Config, given);
}
