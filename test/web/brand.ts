import type { PageConfig } from '../../web/pages/page-config.ts';

/** The brand that tests build pages for; it has a name that needs escaping. */
export const brand: PageConfig = {
  name: 'Harbour & Sons',
  accent: { light: '#1d3fae', dark: '#a9c1ff' },
  page: 'tinted',
  locales: ['en-GB', 'en-US', 'nl', 'fr', 'de'],
  identifiers: ['email', 'username'],
  passwordPolicy: 'classic',
  recovery: 'code',
  smsCountries: ['NL'],
  supportAddress: 'support@harbour.example',
  tiles: [],
};
