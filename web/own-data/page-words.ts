import type { Words } from '../../locales/pages/words.ts';
import { pageWords } from '../shared/page-words.ts';

/** The words of sessions, browsers, activity and data. */
export const { ownData: words } = pageWords<{ readonly ownData: Words['ownDataScript'] }>();
