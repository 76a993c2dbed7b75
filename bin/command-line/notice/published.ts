import { publishedNotices } from '../../../lambdas/auth/published-notices.ts';
import type { Desk } from '../command.ts';
import { CommandError } from '../command-error.ts';

/** Publishes what is on the board, as the file that pages read. Answers how many notices it holds. */
export async function publishAll({ notices, publish }: Desk): Promise<number> {
  const [first = 'en-GB'] = notices.locales;
  const file = publishedNotices(await notices.board.all(), first, notices.clock());
  try {
    await publish(file);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new CommandError(
      'not-published',
      `The change is kept, but nobody sees it yet: the file could not be written (${reason}). Try again with: notice publish.`,
    );
  }
  return file.notices.length;
}
