import type { Picture } from '../../lambdas/auth/pictures.ts';
import { shapes } from './shapes.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** An element of SVG with these attributes. Nothing is ever parsed: Trusted Types forbid it. */
export function drawElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return element;
}

/** The pictogram in its tint, above its number. It says nothing by itself: its words stand beside it or name its button. */
export function drawPicture({ pictogram, tint, number }: Picture): SVGElement {
  const picture = drawElement('svg', { class: 'picture', viewBox: '0 0 24 36', 'aria-hidden': 'true' });
  const digits = drawElement('text', { x: '12', y: '35', 'text-anchor': 'middle' });
  digits.textContent = String(number);
  picture.append(drawElement('path', { class: `tint-${tint}`, d: shapes[pictogram] }), digits);
  return picture;
}
