import { crc32, deflateSync } from 'node:zlib';
import type { PageConfig } from './pages/page-config.ts';

/** An icon of the app for home screens, a PNG: iOS takes no SVG, and older Android neither. */
export interface AppIcon {
  /** In the app's folder. */
  readonly file: string;
  /** Pixels of each side. */
  readonly size: number;
  /** Draws it, if it has to be drawn. */
  readonly png: () => Buffer;
}

/** Of iOS, and the two that Android wants for a home screen and for the beginning (W3C manifest; web.dev, maskable icons). */
const SIZES = [180, 192, 512] as const;
/** A pixel is the mean of so many points by so many: edges are smooth. */
const POINTS = 4;

/** Whether a point of the mark's square of 32 lies within the plain gate, the shape that `brand.ts` has as a path. */
function isGate(x: number, y: number): boolean {
  if (y > 28) return false;
  const isDoor = y >= 17 && Math.abs(x - 16) <= 1.5;
  const fromMiddle = y < 14 ? Math.hypot(x - 16, y - 14) : Math.abs(x - 16);
  return isDoor || (fromMiddle >= 5 && fromMiddle <= 10);
}

/** How much of a pixel is gate, 0 to 1. The gate is as large as in the SVG: what a home screen cuts off stays empty. */
function coverage(column: number, row: number, size: number): number {
  const at = (pixel: number, point: number) => 16 + ((pixel + (point + 0.5) / POINTS) / size - 0.5) * (512 / 10);
  let inside = 0;
  for (let point = 0; point < POINTS ** 2; point += 1) {
    if (isGate(at(column, point % POINTS), at(row, Math.floor(point / POINTS)))) inside += 1;
  }
  return inside / POINTS ** 2;
}

/** Length, type, content and checksum (PNG, 5.3). */
function chunk(type: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}

/** A square PNG of 256 steps from one colour (`#rrggbb`) to another; `share` of the other in each pixel, 0 to 1. */
function drawPng(size: number, colours: readonly [string, string], share: typeof coverage): Buffer {
  const [from, to] = colours.map((colour) => Buffer.from(colour.slice(1), 'hex'));
  const palette = Uint8Array.from({ length: 256 * 3 }, (_, index) => {
    const [start = 0, end = 0] = [from?.[index % 3], to?.[index % 3]];
    return Math.round(start + ((end - start) * Math.floor(index / 3)) / 255);
  });
  // Each row begins with the number of its filter: none.
  const rows = Buffer.alloc(size * (size + 1));
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      rows[row * (size + 1) + column + 1] = Math.round(share(column, row, size) * 255);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // Eight bits, indexed colour.
  header.set([8, 3], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Pixels of each side of a PNG; 0 when it is none, or not square. */
export function squareSize(png: Buffer): number {
  if (png.length < 24 || png.toString('latin1', 1, 4) !== 'PNG') return 0;
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  return width === height ? width : 0;
}

/** The icon that a deployment gives, else the plain gate on its accent; none for a logo, which only it can draw as a PNG. */
export function appIcons({ appIcon, logo, accent }: PageConfig): readonly AppIcon[] {
  if (appIcon !== undefined) return [{ file: 'icon.png', size: squareSize(appIcon), png: () => appIcon }];
  if (logo !== undefined) return [];
  const draw = (size: number) => drawPng(size, [accent.light, '#ffffff'], coverage);
  return SIZES.map((size) => ({ file: `icon-${size}.png`, size, png: () => draw(size) }));
}
