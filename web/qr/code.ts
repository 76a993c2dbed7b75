import { encode } from 'uqr';
import { drawElement } from '../pictures/draw.ts';

/** Modules of light around the code (ISO/IEC 18004, 9.1). */
const QUIET = 4;

/** The dark modules as one path, a run of a row at a time. */
export function pathOf(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) =>
      [
        ...row
          .map((dark) => (dark ? '#' : ' '))
          .join('')
          .matchAll(/#+/g),
      ].map(({ 0: run, index }) => `M${index + QUIET} ${y + QUIET}h${run.length}v1h-${run.length}z`),
    )
    .join('');
}

/** Draws the text as a QR code into its place; what was there is replaced without a flicker. */
export function drawQr(place: Element, text: string): void {
  const { data, size } = encode(text, { ecc: 'L', border: 0 });
  const known = place.querySelector('svg');
  const image = known ?? drawElement('svg', { 'shape-rendering': 'crispEdges', 'aria-hidden': 'true' });
  image.setAttribute('viewBox', `0 0 ${size + 2 * QUIET} ${size + 2 * QUIET}`);
  if (!known) {
    image.append(drawElement('path', {}));
    place.prepend(image);
  }
  image.querySelector('path')?.setAttribute('d', pathOf(data));
}
