/** What a worker is told when it starts. */
export interface Boot {
  readonly id: string;
  readonly arn: string;
  readonly module: string;
  readonly export: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly clock: SharedArrayBuffer;
}

/** One call. The event travels as JSON text, as it does on Lambda. */
export interface Call {
  readonly requestId: string;
  readonly payload: string;
}

/** The result as JSON text, or what went wrong, with its stack. */
export type Reply = { readonly result: string } | { readonly error: string };
