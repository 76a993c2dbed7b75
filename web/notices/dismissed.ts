import type { PublishedNotice, PublishedNotices } from '../../lambdas/auth/published-notices.ts';
import { browserStorage } from '../shared/drafts.ts';

const KEY = 'gatehouse.news';

/** News can be put away; what warns or tells of maintenance stays. */
export const isDismissible = ({ severity }: Pick<PublishedNotice, 'severity'>): boolean => severity === 'news';

/** Ids of the news that was put away in this browser. */
export const dismissed = (storage = browserStorage()): readonly string[] => storage.getItem(KEY)?.split(' ') ?? [];

/** Puts news away for as long as it is published, in this browser and without telling anybody. */
export function dismiss(id: string, { notices }: PublishedNotices, storage = browserStorage()): void {
  const before = dismissed(storage).filter((one) => notices.some((notice) => notice.id === one));
  storage.setItem(KEY, [...before, id].join(' '));
}
