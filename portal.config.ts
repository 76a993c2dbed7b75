import type { PortalConfig } from './lib/options.ts';

/**
 * What this deployment decides. Only the two addresses have no default; the rest is here to be seen. Hover over a key
 * to read what it does, or open lib/options.ts. A mistake is reported by `npm run synth` with what is allowed.
 */
export default {
  // The brand: a name, a logo (logo: 'logo.svg'), two colours and a page. Nothing else.
  name: 'Gatehouse',
  accent: { light: '#1d3fae', dark: '#a9c1ff' },
  page: 'tinted',
  supportAddress: 'help@example.org',

  // People.
  identifiers: ['email', 'username'],
  locales: ['en-GB', 'en-US', 'nl', 'fr', 'de'],

  // Messages. Add smsSenderId: 'Gatehouse' where the countries allow a name as the sender.
  senderAddress: 'sign-in@example.org',
  smsCountries: ['BE', 'DE', 'FR', 'GB', 'NL', 'US'],
  smsPerDay: 200,

  // Rules.
  passwordPolicy: 'classic',
  recovery: 'code',
  recoverySeparateChannel: true,
  approvalMatch: 'pick',
  approvalUsernameFirst: 'anywhere',
  sessionIdleMinutes: 30,
  sessionAbsoluteHours: 8,
  knownBrowserDays: 180,
  auditDays: 365,

  // Applications behind the portal, for example { title: 'Wiki', url: 'https://wiki.example.org' }: docs/after-sign-in.md.
  tiles: [],

  // The deployment: docs/deploy.md explains domainName, certificateArn, region, firewall, alarmAddress and the rest.
  stackName: 'Gatehouse',
} satisfies PortalConfig;
