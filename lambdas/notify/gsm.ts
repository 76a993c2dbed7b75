/** One SMS segment in the default alphabet. */
export const SEGMENT_SEPTETS = 160;

// The default alphabet and its extension table of 3GPP TS 23.038, 6.2.1. Extended characters cost two septets.
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended = new Set('^{}\\[~]|€\f');

/** How many septets a text takes, or `undefined` if it is not of the default alphabet (and would be sent as UCS-2). */
export function septets(text: string): number | undefined {
  let count = 0;
  for (const character of text) {
    if (basic.has(character)) count += 1;
    else if (extended.has(character)) count += 2;
    else return undefined;
  }
  return count;
}

// What has no decomposition, and stands in names and in typography.
const standIns: Readonly<Record<string, string>> = {
  ...{ ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ı: 'i', œ: 'oe', Œ: 'OE' },
  ...{ '’': "'", '‘': "'", '“': '"', '”': '"', '„': '"', '–': '-', '—': '-' },
};

/** The nearest text of the default alphabet: letters lose unknown accents, what has no likeness is dropped. */
export function toGsm(text: string): string {
  return Array.from(text, nearest).join('');
}

function nearest(character: string): string {
  if (septets(character) !== undefined) return character;
  return (
    standIns[character] ??
    Array.from(character.normalize('NFKD'))
      .filter((part) => septets(part) !== undefined)
      .join('')
  );
}

/** As much of a text as fits. */
export function cutToSeptets(text: string, most: number): string {
  const characters = [...text];
  while (characters.length > 0 && (septets(characters.join('')) ?? 0) > most) characters.pop();
  return characters.join('').trim();
}
