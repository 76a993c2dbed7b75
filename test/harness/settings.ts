import type { Settings } from '../../lambdas/settings.ts';

/** A deployment as most would have it. */
export const settings: Settings = {
  name: 'Example Org',
  accent: '#1f5fbf',
  identifiers: ['email', 'username'],
  locales: ['en-GB', 'en-US', 'nl', 'fr', 'de'],
  supportAddress: 'support@example.org',
  senderAddress: 'sign-in@example.org',
  smsCountries: ['NL', 'BE', 'DE', 'FR', 'GB'],
  smsPerDay: 300,
  passwordPolicy: 'classic',
  recovery: 'code',
  recoverySeparateChannel: true,
  approvalMatch: 'pick',
  approvalUsernameFirst: 'anywhere',
  sessionIdleSeconds: 30 * 60,
  sessionAbsoluteSeconds: 8 * 3600,
  knownBrowserSeconds: 180 * 24 * 3600,
  auditSeconds: 400 * 24 * 3600,
};
