import type { Group } from '../command.ts';
import { list } from './list.ts';
import { remove } from './remove.ts';

export const phone: Group = {
  summary: 'Phones that approve sign-ins. ACCOUNT is an e-mail address, a user name or an id.',
  commands: { list, remove },
};
