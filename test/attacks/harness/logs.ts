/** Takes what the functions write to the standard output, line by line, and shows it to nobody. */
export function captureLogs(): { readonly lines: string[]; stop(): void } {
  const lines: string[] = [];
  const { stdout } = process;
  const write = stdout.write;
  stdout.write = (text: string | Uint8Array) => {
    lines.push(String(text));
    return true;
  };
  return {
    lines,
    stop: () => {
      stdout.write = write;
    },
  };
}
