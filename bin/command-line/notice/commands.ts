import type { Group } from '../command.ts';
import { add } from './add.ts';
import { list } from './list.ts';
import { publish } from './publish.ts';
import { remove } from './remove.ts';

export const notice: Group = {
  summary: 'Maintenance messages and news, shown on the sign-in page and the dashboard.',
  commands: { add, list, remove, publish },
  otherwise: 'list',
};
