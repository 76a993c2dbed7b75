import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

type Option =
  | 'retryMode'
  | 'defaultsMode'
  | 'useDualstackEndpoint'
  | 'useFipsEndpoint'
  | 'userAgentAppId'
  | 'authSchemePreference';

/**
 * What the SDK would otherwise look for in configuration files, which no function has: a thirtieth of the start.
 * Region, credentials and endpoints (FIPS ones, say) are still those of the environment.
 */
export const CLIENT_OPTIONS: Pick<DynamoDBClientConfig, Option> = {
  retryMode: 'standard',
  defaultsMode: 'standard',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  userAgentAppId: '',
  authSchemePreference: [],
};
