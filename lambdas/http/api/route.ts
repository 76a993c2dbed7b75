import type * as z from 'zod/mini';
import type { FunctionName, RouteKey } from '../../flows.ts';
import type { ProblemCode } from '../problems.ts';

/** What is known of one route. */
export interface ApiRoute {
  readonly summary: string;
  /** `Idempotency-Key` makes a repeat safe. */
  readonly idempotent?: true;
  /** The header `DPoP` carries the phone's proof (see `docs/personal-mobile.md`). */
  readonly proof?: true;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  /** By status; null: no body. */
  readonly answers: Readonly<Record<number, z.ZodMiniType | null>>;
  /** What may stand in the way, besides what always may. */
  readonly problems: readonly ProblemCode[];
}

/** Every route of a function, and no other. */
export type ApiOf<F extends FunctionName> = Readonly<Record<RouteKey<F>, ApiRoute>>;
