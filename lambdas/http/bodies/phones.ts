import * as z from 'zod/mini';
import type { RouteKey } from '../../flows.ts';
import { Action, DeviceId, DeviceName, FlowId } from './fields.ts';

/** The bodies of requests, by route. Apart from the answers, because functions parse requests only. */
export const bodies = {
  'PATCH /api/phones': z.strictObject({ phone: DeviceId, name: DeviceName }),
  'POST /api/phones/removal': z.strictObject({ phone: DeviceId }),
  'POST /api/phones/review': z.strictObject({ keep: z.array(DeviceId).check(z.maxLength(5)) }),
  /** `flow`: a confirmation of `activate-phone`; not needed for a first phone just after a sign-in with password and code. */
  'POST /api/phones/enrolment': z.strictObject({ flow: z.optional(FlowId) }),
  'POST /api/phones/enrolment/number': z.strictObject({
    flow: FlowId,
    number: z.int().check(z.minimum(10), z.maximum(99)),
  }),
  'POST /api/account/confirmation/phone': z.strictObject({ action: Action }),
  'POST /api/account/confirmation/phone/result': z.strictObject({ flow: FlowId }),
} as const satisfies Partial<Record<RouteKey<'phones'>, z.ZodMiniType>>;
