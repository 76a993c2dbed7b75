import * as z from 'zod/mini';
import type { RouteKey } from '../../flows.ts';
import { Channel, FlowId, Identifier, Password } from './fields.ts';

/** The bodies of requests, by route. Apart from the answers, because functions parse requests only. */
export const bodies = {
  'POST /api/sign-in/password': z.strictObject({ flow: FlowId, password: Password }),
  'POST /api/recovery': z.strictObject({ identifier: Identifier }),
  'POST /api/recovery/send': z.strictObject({ flow: FlowId, channel: Channel }),
  'POST /api/recovery/password': z.strictObject({
    flow: FlowId,
    code: z.string().check(z.regex(/^[0-9]{8}$/)),
    password: Password,
  }),
  'POST /api/recovery/username': z.strictObject({ identifier: Identifier }),
  'POST /api/invitation': z.strictObject({ invitation: z.string().check(z.maxLength(200)), identifier: Identifier }),
  'POST /api/invitation/renew': z.strictObject({ identifier: Identifier }),
} as const satisfies Partial<Record<RouteKey<'recovery'>, z.ZodMiniType>>;
