/** As long as the portal takes. */
const LONGEST = 40;

/** User-Agent Client Hints, where a browser has them. */
declare global {
  interface Navigator {
    readonly userAgentData?: {
      getHighEntropyValues(hints: readonly string[]): Promise<{ readonly model?: string }>;
    };
  }
}

/** What the phone calls itself, until its owner calls it something else: its model if the browser tells, else its kind. */
export async function suggestName(): Promise<string> {
  const told = await navigator.userAgentData?.getHighEntropyValues(['model']).catch(() => undefined);
  if (told?.model) return told.model.slice(0, LONGEST);
  const kind = /iPhone|iPad|Android|Windows|Macintosh|Linux/.exec(navigator.userAgent)?.[0];
  return kind === 'Macintosh' ? 'Mac' : (kind ?? 'Personal Mobile');
}
