import * as z from 'zod/mini';
import type { RouteKey } from '../../flows.ts';
import { Channel, Code, FlowId, Identifier, Password } from './fields.ts';

/** The bodies of requests, by route. Apart from the answers, because functions parse requests only. */
export const bodies = {
  'POST /api/sign-in': z.strictObject({ identifier: Identifier, password: Password }),
  'POST /api/sign-in/code': z.strictObject({ flow: FlowId, code: Code }),
  'POST /api/sign-in/send': z.strictObject({ flow: FlowId, channel: Channel }),
} as const satisfies Partial<Record<RouteKey<'sign-in'>, z.ZodMiniType>>;
