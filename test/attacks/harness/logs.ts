const lines: string[] = [];
let captures = 0;
let write: typeof process.stdout.write | undefined;

/** Takes what the functions write to the standard output, of all portals together, and shows it to nobody. */
export function captureLogs(): { readonly lines: readonly string[]; stop(): void } {
  const { stdout } = process;
  captures += 1;
  write ??= stdout.write;
  stdout.write = (text: string | Uint8Array) => {
    lines.push(String(text));
    return true;
  };
  const stop = () => {
    captures -= 1;
    if (captures === 0 && write) stdout.write = write;
  };
  return { lines, stop };
}
