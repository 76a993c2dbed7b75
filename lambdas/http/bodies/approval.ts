import * as z from 'zod/mini';
import type { RouteKey } from '../../flows.ts';
import { FlowId, Identifier } from './fields.ts';

/** The bodies of requests, by route. Apart from the answers, because functions parse requests only. */
export const bodies = {
  'POST /api/sign-in/phone': z.strictObject({}),
  'POST /api/sign-in/phone/name': z.strictObject({ flow: FlowId, identifier: Identifier }),
  'POST /api/sign-in/phone/series': z.strictObject({ flow: FlowId }),
  'POST /api/sign-in/phone/result': z.strictObject({ flow: FlowId }),
} as const satisfies Partial<Record<RouteKey<'approval'>, z.ZodMiniType>>;
