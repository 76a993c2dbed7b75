/**
 * Takes the place of `@aws-sdk/credential-provider-node` in the bundles of functions: on Lambda, credentials come from
 * the environment and from nowhere else. The chain that the SDK would bring costs a third of the bundle and a fifth of
 * the start. The command line keeps the chain, because operators use profiles.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
