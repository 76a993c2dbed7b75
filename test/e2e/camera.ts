import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { openChromium } from '../harness/chromium.ts';

const WIDTH = 640;
const HEIGHT = 480;
/** Edge of a module, in pixels of the camera. */
const MODULE = 8;
const [DARK, LIGHT, NO_COLOUR] = [16, 235, 128];

/** A browser on a device whose camera sees what a test shows it. */
export interface CameraBrowser {
  readonly browser: Browser;
  /** Holds a QR code of another page before the camera. */
  look(at: Locator): Promise<void>;
  close(): Promise<void>;
}

/** One grey picture as a film without end (YUV4MPEG2, 4:2:0). */
function filmOf(isDark: (x: number, y: number) => boolean): Buffer {
  const grey = Buffer.alloc(WIDTH * HEIGHT, LIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) if (isDark(x, y)) grey[y * WIDTH + x] = DARK;
  }
  const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, NO_COLOUR);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), grey, colour]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]);
}

/** The dark modules of a drawn code, as "x y" of each. */
async function modulesOf(code: Locator): Promise<ReadonlySet<string>> {
  const drawn = (await code.locator('path').getAttribute('d')) ?? '';
  const runs = [...drawn.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, x, y, length]) => [x, y, length].map(Number));
  return new Set(runs.flatMap(([x = 0, y = 0, length = 0]) => Array.from({ length }, (_, i) => `${x + i} ${y}`)));
}

/** Opens it; the file that the camera plays is rewritten in place, so it is the same camera throughout. */
export async function openCameraBrowser(): Promise<CameraBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'camera-'));
  const file = join(folder, 'film.y4m');
  writeFileSync(
    file,
    filmOf(() => false),
  );
  const flags = [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${file}`,
  ];
  const browser = await openChromium(flags);
  return {
    browser,
    async look(at) {
      const modules = await modulesOf(at);
      writeFileSync(
        file,
        filmOf((x, y) => modules.has(`${Math.floor(x / MODULE) - 10} ${Math.floor(y / MODULE) - 4}`)),
        { flag: 'r+' },
      );
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
