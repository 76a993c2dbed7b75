/** A code on its way: sent again unchanged after a lost answer, it keeps its key, and the server recognises it. */
export interface Submission {
  readonly flow: string;
  readonly code: string;
  readonly idempotencyKey: string;
}

/** 128 random bits, base64url. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** The submission of this code: the unanswered one if it is the very same, else a new one. */
export function submissionOf(
  flow: string,
  code: string,
  unanswered: Submission | undefined,
  newKey: () => string = randomKey,
): Submission {
  if (unanswered?.flow === flow && unanswered.code === code) return unanswered;
  return { flow, code, idempotencyKey: newKey() };
}
