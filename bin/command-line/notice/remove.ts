import { removeNotice } from '../../../lambdas/auth/notices.ts';
import type { Command } from '../command.ts';
import { publishAll } from './published.ts';
import { document } from './shown.ts';

export const remove: Command = {
  summary: 'Takes a notice away. Sign-in that it closed is open again at once.',
  argument: 'ID',
  options: {},
  run: async (desk) => {
    const removed = await removeNotice(desk.notices, desk.argument);
    await publishAll(desk);
    const opened = removed.closesSignIn ? ' Sign-in is open.' : '';
    return {
      document: { removed: document(removed, desk.notices.clock()) },
      words: `The notice is removed, and gone from the pages within a minute.${opened}\n`,
    };
  },
};
