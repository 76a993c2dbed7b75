import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Clock } from '../clock.ts';
import type { Folder } from '../folder.ts';

const Message = z.object({
  id: z.string(),
  channel: z.enum(['email', 'sms']),
  to: z.string(),
  from: z.string(),
  subject: z.optional(z.string()),
  text: z.string(),
  html: z.optional(z.string()),
  /** The functions' time, ISO 8601. */
  sentAt: z.string(),
});

export type Message = z.infer<typeof Message>;

/** Every e-mail and SMS that the functions sent; kept with the data. */
export interface Inbox {
  /** Newest last. */
  readonly messages: () => readonly Message[];
  /** Answers the message's id. */
  readonly add: (message: Omit<Message, 'id' | 'sentAt'>) => string;
  readonly clear: () => void;
}

export function createInbox(folder: Folder, clock: Clock): Inbox {
  let messages = folder.readLines('messages').map((line) => Message.parse(line));
  return {
    messages: () => messages,
    add: (content) => {
      const message = { id: randomUUID(), ...content, sentAt: new Date(clock.now()).toISOString() };
      messages.push(message);
      folder.append('messages', message);
      return message.id;
    },
    clear: () => {
      messages = [];
      folder.remove('messages');
    },
  };
}
