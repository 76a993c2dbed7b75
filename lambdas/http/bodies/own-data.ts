import * as z from 'zod/mini';
import type { RouteKey } from '../../flows.ts';
import { FlowId } from './fields.ts';

/** The bodies and query strings of requests, by route. Apart from the answers, because functions parse requests only. */
export const bodies = {
  /** One of those listed, or all but this one. */
  'POST /api/sessions/end': z.strictObject({ session: z.union([FlowId, z.literal('others')]) }),
  'POST /api/browsers/removal': z.strictObject({ browser: FlowId }),
  /** A confirmation of `download-data`. */
  'POST /api/account/data': z.strictObject({ flow: FlowId }),
} as const satisfies Partial<Record<RouteKey<'own-data'>, z.ZodMiniType>>;

export const queries = {
  'GET /api/activity': z.strictObject({
    cursor: z.optional(z.string().check(z.regex(/^\d{4}-[\dT:.-]{15,30}Z#[\w#.-]{1,120}$/))),
  }),
} as const satisfies Partial<Record<RouteKey<'own-data'>, z.ZodMiniType>>;
