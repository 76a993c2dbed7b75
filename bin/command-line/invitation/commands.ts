import type { Group } from '../command.ts';
import { list } from './list.ts';
import { resend } from './resend.ts';
import { revoke } from './revoke.ts';

export const invitations: Group = {
  summary: 'Invitations that are open: list them, mail another link, take them back.',
  commands: { list, resend, revoke },
  otherwise: 'list',
};
