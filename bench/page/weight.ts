import { gzipSync } from 'node:zlib';

/** What a page loads, in bytes as they travel (gzip). */
export interface Weight {
  readonly script: number;
  readonly style: number;
  readonly html: number;
  readonly requests: number;
  /** Whether it says, without a script, that one is needed. */
  readonly saysWithoutScript: boolean;
}

export async function weigh(portal: string, path: string): Promise<Weight> {
  const html = await textOf(portal, path);
  const scripts = [...html.matchAll(/<script[^>]*src="([^"]+)"/g)].map(([, file = '']) => file);
  const styles = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, file = '']) => file);
  const sum = async (files: readonly string[]) => {
    const sizes = await Promise.all(files.map(async (file) => gzipped(await textOf(portal, file))));
    return sizes.reduce((all, size) => all + size, 0);
  };
  return {
    script: await sum(scripts),
    style: await sum(styles),
    html: gzipped(html),
    requests: 1 + scripts.length + styles.length,
    saysWithoutScript: /<noscript>/.test(html),
  };
}

const gzipped = (text: string): number => gzipSync(text).length;

async function textOf(portal: string, path: string): Promise<string> {
  const answer = await fetch(portal + path, { headers: { 'accept-language': 'en-GB' } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
}
