import { createHash } from 'node:crypto';
import type { Folder } from '../folder.ts';
import type { Page } from '../stack/pages.ts';

/** The file that operators publish next to the pages; it takes the place of the one that was deployed. */
export interface Published {
  /** The file of that path, if it was published. */
  readonly page: (path: string) => Page | undefined;
  readonly publish: (notices: unknown) => void;
}

const PATH = '/notices.json';

/** Kept in the folder, so that it outlives the run. */
export function createPublished(folder: Folder): Published {
  let notices = folder.read('notices');
  return {
    page: (path) => (path === PATH && notices !== undefined ? pageOf(notices) : undefined),
    publish: (next) => {
      folder.write('notices', next);
      notices = next;
    },
  };
}

function pageOf(notices: unknown): Page {
  const body = Buffer.from(JSON.stringify(notices));
  const etag = `"${createHash('md5').update(body).digest('hex')}"`;
  // Not kept by browsers, unlike once deployed: who publishes here wants to see it.
  return { body, headers: { 'content-type': 'application/json', 'cache-control': 'no-cache', etag } };
}
