/**
 * What the SDK would otherwise look for in configuration files, which no function has: a fiftieth of the start.
 * Region, credentials, endpoints and FIPS are still those of the environment.
 */
export const CLIENT_OPTIONS = {
  retryMode: 'standard',
  defaultsMode: 'standard',
  useDualstackEndpoint: false,
  userAgentAppId: '',
} as const;
