import type { PageConfig } from './page-config.ts';

/** The colours of one scheme, as CSS custom properties without their dashes. */
export type Palette = Readonly<Record<PaletteName, string>>;
type PaletteName =
  | 'page'
  | 'surface'
  | 'sunken'
  | 'text'
  | 'quiet'
  | 'line'
  | 'hairline'
  | 'bad'
  | 'bad-page'
  | 'note'
  | 'accent'
  | 'on-accent'
  | 'accent-strong';

type Colour = readonly [number, number, number];

function parse(colour: string): Colour {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) throw new Error(`A colour is #rrggbb; this came: ${colour}`);
  const at = (index: number) => Number.parseInt(colour.slice(index, index + 2), 16);
  return [at(1), at(3), at(5)];
}

/** Mixes `share` (0 to 1) of `colour` into `base`. */
function mix(colour: string, base: string, share: number): string {
  const from = parse(base);
  const parts = parse(colour).map((part, index) => Math.round(part * share + (from[index] ?? 0) * (1 - share)));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function luminance(colour: string): number {
  const linear = (part: number) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const [red, green, blue] = parse(colour);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, 1.4.3). */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function readableOn(colour: string): string {
  return contrast('#ffffff', colour) >= contrast('#10131a', colour) ? '#ffffff' : '#10131a';
}

function lightPalette(config: PageConfig): Palette {
  const { light: accent } = config.accent;
  return {
    page: config.page === 'tinted' ? mix(accent, '#f6f7f9', 0.045) : '#ffffff',
    surface: '#ffffff',
    sunken: mix(accent, '#f1f3f6', 0.04),
    text: '#161a22',
    quiet: '#4a5261',
    line: '#7d8695',
    hairline: mix(accent, '#dde1e7', 0.08),
    bad: '#9b1c13',
    'bad-page': '#fdf1f0',
    note: '#fff8e1',
    accent,
    'on-accent': readableOn(accent),
    'accent-strong': mix('#000000', accent, 0.16),
  };
}

function darkPalette(config: PageConfig): Palette {
  const { dark: accent } = config.accent;
  return {
    page: config.page === 'tinted' ? mix(accent, '#0d1015', 0.04) : '#14181f',
    surface: config.page === 'tinted' ? mix(accent, '#171b22', 0.02) : '#14181f',
    sunken: mix(accent, '#0f1318', 0.04),
    text: '#eef1f6',
    quiet: '#b4bcc9',
    line: '#7f8a9b',
    hairline: mix(accent, '#2b313b', 0.06),
    bad: '#ffb4ab',
    'bad-page': '#321a19',
    note: '#2b2612',
    accent,
    'on-accent': readableOn(accent),
    'accent-strong': mix('#ffffff', accent, 0.22),
  };
}

/** Which colour must stand out from which, and by how much (look.md: text 7, help and links 4.5, edges and focus 3). */
const pairs: readonly (readonly [PaletteName, PaletteName, number])[] = [
  ['text', 'surface', 7],
  ['text', 'page', 7],
  ['text', 'sunken', 7],
  ['bad', 'surface', 7],
  ['bad', 'bad-page', 7],
  ['text', 'note', 7],
  ['quiet', 'note', 4.5],
  ['quiet', 'surface', 4.5],
  ['quiet', 'page', 4.5],
  ['quiet', 'sunken', 4.5],
  ['accent', 'surface', 4.5],
  ['accent', 'page', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['line', 'surface', 3],
  ['line', 'page', 3],
];

/** Sentences, one for each pair of colours that is too close; none when the theme is readable. */
export function findLowContrast(config: PageConfig): string[] {
  const schemes = { light: lightPalette(config), dark: darkPalette(config) };
  return Object.entries(schemes).flatMap(([scheme, palette]) =>
    pairs
      .filter(([one, other, least]) => contrast(palette[one], palette[other]) < least)
      .map(
        ([one, other, least]) =>
          `accent.${scheme} ${palette.accent}: '${one}' ${palette[one]} on '${other}' ${palette[other]} has contrast ` +
          `${contrast(palette[one], palette[other]).toFixed(2)}, at least ${least} is needed`,
      ),
  );
}

function declare(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, value]) => `--${name}: ${value};`)
    .join('');
}

/** The custom properties of both schemes, as CSS. */
export function renderTheme(config: PageConfig): string {
  const light = `:root { ${declare(lightPalette(config))} }`;
  return `${light} @media (prefers-color-scheme: dark) { :root { ${declare(darkPalette(config))} } }`;
}

/** The page colours for the browser's own frame, light and dark. */
export function frameColours(config: PageConfig): { readonly light: string; readonly dark: string } {
  return { light: lightPalette(config).page, dark: darkPalette(config).page };
}
