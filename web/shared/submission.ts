/** What is on its way: sent again unchanged after a lost answer, it keeps its key, and the server recognises it. */
export interface Submission<Body extends Readonly<Record<string, unknown>>> {
  readonly body: Body;
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

/** The submission of this body: the unanswered one if it is the very same, else a new one. */
export function submissionOf<Body extends Readonly<Record<string, unknown>>>(
  body: Body,
  unanswered: Submission<Body> | undefined,
  newKey: () => string = randomKey,
): Submission<Body> {
  const same = unanswered && JSON.stringify(unanswered.body) === JSON.stringify(body);
  return same ? unanswered : { body, idempotencyKey: newKey() };
}
