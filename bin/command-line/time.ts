/** `2026-11-22T10:00:00.000Z`, for scripts. */
export const iso = (at: number): string => new Date(at).toISOString();

/** `2026-11-22 10:00` in UTC, for a person. */
export const minute = (at: number): string => iso(at).slice(0, 16).replace('T', ' ');
