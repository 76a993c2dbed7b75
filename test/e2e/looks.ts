import type { BrowserContextOptions } from 'playwright-core';

const at = (width: number, height: number) => ({ viewport: { width, height } });

/** Windows that every page is tried in. */
export const looks: Readonly<Record<string, BrowserContextOptions>> = {
  'at 320 px, light, in German (a window of 1280 px at 400 %)': { ...at(320, 256), colorScheme: 'light', locale: 'de' },
  'at 390 px, dark, with a finger': { ...at(390, 844), colorScheme: 'dark', hasTouch: true, isMobile: true },
  'at 640 px, dark, in French (a window of 1280 px at 200 %)': { ...at(640, 512), colorScheme: 'dark', locale: 'fr' },
  'at 768 px, light, in Dutch': { ...at(768, 1024), colorScheme: 'light', locale: 'nl' },
  'at 1440 px, dark': { ...at(1440, 900), colorScheme: 'dark' },
};
