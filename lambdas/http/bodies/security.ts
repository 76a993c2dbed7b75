import * as z from 'zod/mini';
import { locales } from '../../../locales/locale.ts';
import type { RouteKey } from '../../flows.ts';
import { Action, Channel, Code, FlowId, Identifier, Password } from './fields.ts';

/** The bodies of requests, by route. Apart from the answers, because functions parse requests only. */
export const bodies = {
  'POST /api/account/confirmation': z.strictObject({ action: Action, password: Password }),
  'POST /api/account/confirmation/code': z.strictObject({ flow: FlowId, code: Code }),
  'POST /api/account/confirmation/send': z.strictObject({ flow: FlowId, channel: Channel }),
  'PUT /api/account/password': z.strictObject({ flow: FlowId, password: Password }),
  'POST /api/account/email': z.strictObject({ flow: FlowId, email: Identifier }),
  'POST /api/account/email/code': z.strictObject({ flow: FlowId, code: Code }),
  'POST /api/account/phone': z.strictObject({ flow: FlowId, phone: Identifier }),
  'POST /api/account/phone/code': z.strictObject({ flow: FlowId, code: Code }),
  'POST /api/account/phone/removal': z.strictObject({ flow: FlowId }),
  'PATCH /api/account': z.strictObject({ locale: z.optional(z.enum(locales)), channel: z.optional(Channel) }),
  'POST /api/not-me': z.strictObject({ token: z.string().check(z.maxLength(200)) }),
} as const satisfies Partial<Record<RouteKey<'security'>, z.ZodMiniType>>;
