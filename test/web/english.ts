import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPages, type PageConfig } from '../../web/build.ts';
import { brand } from './brand.ts';

/** The pages of another deployment, in English. */
export function buildEnglish(other: Partial<PageConfig>) {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  buildPages({ config: { ...brand, ...other, locales: ['en-GB'] }, outDir: folder });
  const files = new Map(
    readdirSync(join(folder, 'en-GB'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.html'))
      .map((file) => [file, readFileSync(join(folder, 'en-GB', file), 'utf8')]),
  );
  rmSync(folder, { recursive: true });
  return { files: [...files.keys()], read: (file: string) => files.get(file) ?? '' };
}
