type Colour = readonly [number, number, number];

/** How colours reach eyes of each kind: Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB. */
export const eyes: Readonly<Record<string, readonly [Colour, Colour, Colour]>> = {
  'with all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'without red cones (protan)': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'without green cones (deutan)': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'without blue cones (tritan)': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (rows: readonly [Colour, Colour, Colour], colour: Colour): Colour => {
  const [a, b, c] = rows.map((row) => row.reduce((sum, weight, i) => sum + weight * (colour[i] ?? 0), 0));
  return [a ?? 0, b ?? 0, c ?? 0];
};

const each = ([a, b, c]: Colour, change: (part: number) => number): Colour => [change(a), change(b), change(c)];

function linear(hex: string): Colour {
  const at = (index: number) => Number.parseInt(hex.slice(index, index + 2), 16) / 255;
  return each([at(1), at(3), at(5)], (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
}

/** OKLab (Ottosson 2020): equal distances look equally different. */
function oklab(colour: Colour): Colour {
  const cones: [Colour, Colour, Colour] = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ];
  const axes: [Colour, Colour, Colour] = [
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
  ];
  return times(axes, each(times(cones, colour), Math.cbrt));
}

/** How different two `#rrggbb` colours look to these eyes. */
export function difference(one: string, other: string, kind: string): number {
  const matrix = eyes[kind];
  if (matrix === undefined) throw new Error(`No such eyes: ${kind}`);
  const seen = (hex: string) => oklab(each(times(matrix, linear(hex)), (part) => Math.min(1, Math.max(0, part))));
  const [a, b] = [seen(one), seen(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
