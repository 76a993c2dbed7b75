import type { Group } from '../command.ts';
import { list } from './list.ts';
import { show } from './show.ts';

export const ticket: Group = {
  summary: 'Support requests. They are answered in the portal, by accounts of the role support or admin.',
  commands: { list, show },
  otherwise: 'list',
};
