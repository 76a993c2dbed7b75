type Point = readonly [number, number];

/** Straight pieces for each curve: finer than any cell that is looked at. */
const PIECES = 12;

function curve(from: Point, controls: readonly Point[]): Point[] {
  const points = [from, ...controls];
  return Array.from({ length: PIECES }, (_, piece) => {
    let left = points;
    const t = (piece + 1) / PIECES;
    while (left.length > 1) left = left.slice(1).map((to, i) => between(left[i] ?? to, to, t));
    return left[0] ?? from;
  });
}

const between = ([x, y]: Point, [u, v]: Point, t: number): Point => [x + (u - x) * t, y + (v - y) * t];

/** An arc of a circle (SVG 2, appendix B.2.4, with equal radii and no rotation). */
function arc([x, y]: Point, radius: number, large: number, sweep: number, [u, v]: Point): Point[] {
  const half = Math.hypot(u - x, v - y) / 2;
  const r = Math.max(radius, half);
  const away = (Math.sqrt(Math.max(0, r * r - half * half)) / (2 * half || 1)) * (large === sweep ? -1 : 1);
  const [cx, cy] = [(x + u) / 2 + away * (y - v), (y + v) / 2 + away * (u - x)];
  const start = Math.atan2(y - cy, x - cx);
  let turn = Math.atan2(v - cy, u - cx) - start;
  if (sweep === 1 && turn < 0) turn += 2 * Math.PI;
  if (sweep === 0 && turn > 0) turn -= 2 * Math.PI;
  return Array.from({ length: PIECES }, (_, piece) => {
    const angle = start + (turn * (piece + 1)) / PIECES;
    return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)];
  });
}

const pairs = (values: readonly number[]): Point[] =>
  Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i] ?? 0, values[2 * i + 1] ?? 0]);

function reached(command: string, values: readonly number[], [x, y]: Point): Point[] {
  const [first = 0] = values;
  if (command === 'H') return [[first, y]];
  if (command === 'V') return [[x, first]];
  if (command === 'Q' || command === 'C') return curve([x, y], pairs(values));
  if (command !== 'A') return pairs(values);
  const [, , , large = 0, sweep = 0, u = 0, v = 0] = values;
  return arc([x, y], first, large, sweep, [u, v]);
}

/** The closed outlines of a path of absolute M, L, H, V, Q, C, A and Z. */
function outlinesOf(path: string): Point[][] {
  const outlines: Point[][] = [];
  let here: Point = [0, 0];
  for (const [, command = '', rest = ''] of path.matchAll(/([MLHVQCAZ])([^A-Z]*)/g)) {
    const values = (rest.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number);
    if (command === 'Z') continue;
    const points = reached(command, values, here);
    if (command === 'M') outlines.push([]);
    outlines.at(-1)?.push(...points);
    here = points.at(-1) ?? here;
  }
  return outlines;
}

/** How often the outline turns around the point. */
function windings(outline: readonly Point[], [x, y]: Point): number {
  let count = 0;
  outline.forEach(([ax, ay], i) => {
    const [bx, by] = outline[(i + 1) % outline.length] ?? [ax, ay];
    if (ay <= y === by <= y) return;
    const left = ax + ((y - ay) / (by - ay)) * (bx - ax) > x;
    if (left) count += by > ay ? 1 : -1;
  });
  return count;
}

/** Which cells of a square of 24 × 24 are filled, row by row, as the fill rule `nonzero` has it. */
export function rasterise(path: string): boolean[] {
  const outlines = outlinesOf(path);
  return Array.from({ length: 24 * 24 }, (_, cell) => {
    const centre: Point = [(cell % 24) + 0.5, Math.floor(cell / 24) + 0.5];
    return outlines.reduce((sum, outline) => sum + windings(outline, centre), 0) !== 0;
  });
}
