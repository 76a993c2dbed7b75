import type { Command } from '../command.ts';
import { publishAll } from './published.ts';

export const publish: Command = {
  summary: 'Publishes the notices again, after a failure or a restored table.',
  options: {},
  run: async (desk) => {
    const published = await publishAll(desk);
    return { document: { published }, words: `Published: ${published}. Visitors see it within a minute.\n` };
  },
};
