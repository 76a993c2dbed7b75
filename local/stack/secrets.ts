import * as z from 'zod/mini';
import type { Template } from './assembly.ts';
import { arnOf, createResolver } from './intrinsics.ts';
import { resourcesOf } from './resources.ts';

const Secret = z.object({
  GenerateSecretString: z.optional(
    z.object({
      SecretStringTemplate: z.optional(z.string()),
      GenerateStringKey: z.optional(z.string()),
      PasswordLength: z._default(z.number(), 32),
      ExcludeCharacters: z._default(z.string(), ''),
      ExcludeLowercase: z._default(z.boolean(), false),
      ExcludeUppercase: z._default(z.boolean(), false),
      ExcludeNumbers: z._default(z.boolean(), false),
      ExcludePunctuation: z._default(z.boolean(), false),
      IncludeSpace: z._default(z.boolean(), false),
    }),
  ),
  SecretString: z.optional(z.string()),
});

export type SecretProperties = z.infer<typeof Secret>;

export interface SecretPlan {
  readonly id: string;
  readonly arn: string;
  readonly properties: SecretProperties;
}

/** The secrets, which are read first: other resources refer to their values. */
export function readSecrets(template: Template): SecretPlan[] {
  const resolver = createResolver(template, () => '');
  const type = 'AWS::SecretsManager::Secret';
  return resourcesOf(template, resolver, type, Secret).map(({ id, properties }) => ({
    id,
    arn: arnOf(type, id),
    properties,
  }));
}
