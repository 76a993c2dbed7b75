import * as z from 'zod/mini';
import type { Template } from './assembly.ts';
import type { Resolver } from './intrinsics.ts';
import { resourcesOf } from './resources.ts';

const override = { Override: z.boolean() };
const Policy = z.object({
  ResponseHeadersPolicyConfig: z.object({
    SecurityHeadersConfig: z.optional(
      z.strictObject({
        ContentSecurityPolicy: z.optional(z.object({ ContentSecurityPolicy: z.string(), ...override })),
        ContentTypeOptions: z.optional(z.object(override)),
        FrameOptions: z.optional(z.object({ FrameOption: z.string(), ...override })),
        ReferrerPolicy: z.optional(z.object({ ReferrerPolicy: z.string(), ...override })),
        StrictTransportSecurity: z.optional(
          z.object({
            AccessControlMaxAgeSec: z.number(),
            IncludeSubdomains: z.optional(z.boolean()),
            Preload: z.optional(z.boolean()),
            ...override,
          }),
        ),
        XSSProtection: z.optional(
          z.object({ Protection: z.boolean(), ModeBlock: z.optional(z.boolean()), ...override }),
        ),
      }),
    ),
    CustomHeadersConfig: z.optional(
      z.object({ Items: z.array(z.object({ Header: z.string(), Value: z.string(), ...override })) }),
    ),
    RemoveHeadersConfig: z.optional(z.object({ Items: z.array(z.object({ Header: z.string() })) })),
  }),
});

export interface HeaderRule {
  readonly name: string;
  readonly value: string;
  /** Whether it replaces what the origin sent. */
  readonly override: boolean;
}

export interface ResponseHeadersPlan {
  readonly set: readonly HeaderRule[];
  readonly remove: readonly string[];
}

type Config = z.infer<typeof Policy>['ResponseHeadersPolicyConfig'];

/** The response headers policies, by logical id; names in lower case. */
export function readResponseHeaders(template: Template, resolver: Resolver): Map<string, ResponseHeadersPlan> {
  return new Map(
    resourcesOf(template, resolver, 'AWS::CloudFront::ResponseHeadersPolicy', Policy).map(
      ({ id, properties: { ResponseHeadersPolicyConfig: config } }) => [
        id,
        {
          set: [...securityHeaders(config.SecurityHeadersConfig), ...customHeaders(config.CustomHeadersConfig)],
          remove: config.RemoveHeadersConfig?.Items.map((item) => item.Header.toLowerCase()) ?? [],
        },
      ],
    ),
  );
}

function securityHeaders(config: Config['SecurityHeadersConfig']): HeaderRule[] {
  const rules: HeaderRule[] = [];
  const add = (name: string, entry: { Override: boolean } | undefined, value: string | undefined) => {
    if (entry !== undefined && value !== undefined) rules.push({ name, value, override: entry.Override });
  };
  const transport = config?.StrictTransportSecurity;
  const xss = config?.XSSProtection;
  add('content-security-policy', config?.ContentSecurityPolicy, config?.ContentSecurityPolicy?.ContentSecurityPolicy);
  add('x-content-type-options', config?.ContentTypeOptions, 'nosniff');
  add('x-frame-options', config?.FrameOptions, config?.FrameOptions?.FrameOption);
  add('referrer-policy', config?.ReferrerPolicy, config?.ReferrerPolicy?.ReferrerPolicy);
  add(
    'strict-transport-security',
    transport,
    `max-age=${transport?.AccessControlMaxAgeSec}${transport?.IncludeSubdomains ? '; includeSubDomains' : ''}${transport?.Preload ? '; preload' : ''}`,
  );
  add('x-xss-protection', xss, `${xss?.Protection ? 1 : 0}${xss?.ModeBlock ? '; mode=block' : ''}`);
  return rules;
}

const customHeaders = (config: Config['CustomHeadersConfig']): HeaderRule[] =>
  config?.Items.map((item) => ({ name: item.Header.toLowerCase(), value: item.Value, override: item.Override })) ?? [];
