/** Rows of cells as aligned lines; each column as wide as its widest cell, or as wide as is said. */
export function columns(rows: readonly (readonly string[])[], widths: readonly number[] = []): readonly string[] {
  const shown = rows.map((row) => row.map(visible));
  const count = Math.max(0, ...shown.map((row) => row.length));
  const wide = Array.from({ length: count }, (_, i) =>
    Math.max(widths[i] ?? 0, ...shown.map((row) => [...(row[i] ?? '')].length)),
  );
  return shown.map((row) =>
    row
      .map((cell, i) => padded(cell, wide[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Control characters could drive the terminal. */
export const visible = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd');

const padded = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - [...text].length));
