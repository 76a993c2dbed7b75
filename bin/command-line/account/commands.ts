import type { Group } from '../command.ts';
import { create } from './create.ts';
import { list } from './list.ts';
import { set } from './set.ts';
import { setPassword } from './set-password.ts';
import { show } from './show.ts';
import { disable, enable, lock, unlock } from './status.ts';

export const account: Group = {
  summary: 'People known to the portal. ACCOUNT is an e-mail address, a user name or an id.',
  commands: { create, show, list, set, 'set-password': setPassword, lock, unlock, disable, enable },
};
