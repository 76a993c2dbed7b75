/** Digits only, and only then no more than `most`: "123 456" and "123-456" are whole codes of six. */
export function digitsOf(typed: string, most: number): string {
  return typed.normalize('NFKC').replace(/\D/g, '').slice(0, most);
}
