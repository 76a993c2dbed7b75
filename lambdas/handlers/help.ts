import { randomBytes } from 'node:crypto';
import {
  type ContactNeeds,
  contactUs,
  downloadByLink,
  followTicket,
  replyByLink,
  startGuestUpload,
  startUploadByLink,
  tellWhetherHelpful,
} from '../auth/contact.ts';
import { newPuzzle, PUZZLE_BITS, PUZZLE_FROM_SECONDS } from '../auth/puzzle.ts';
import { Refusal } from '../auth/refusal.ts';
import { parseKeyRing } from '../auth/tokens.ts';
import { attachments } from '../aws/attachments.ts';
import { documentClient } from '../aws/dynamodb.ts';
import { secretReader } from '../aws/secrets.ts';
import { env } from '../env.ts';
import type { TablesOf } from '../flows.ts';
import { bodies } from '../http/bodies/help.ts';
import { endpoint } from '../http/endpoint.ts';
import { ticketView } from '../http/tickets.ts';
import { countMetric } from '../log.ts';
import { contactStore } from '../store/contact.ts';
import { readTicket } from '../store/ticket-reads.ts';
import { ticketStore } from '../store/tickets.ts';

const clock = Date.now;
const client = documentClient();
const readKeys = secretReader(env.secretId('keys'), parseKeyRing, clock);
const tables: TablesOf<'help'> = env.tables;
const stores = { store: contactStore(client, tables), tickets: ticketStore({ client, tables }) };
const files = attachments(env.attachments);
const needs = async (): Promise<ContactNeeds> => ({ ...stores, files, keys: await readKeys(), random: randomBytes });

// The first call to DynamoDB and the keys belong in the start, where a function has a whole processor.
const ready = Promise.allSettled([readTicket(client, tables.tickets, 'none'), readKeys()]);

export const handler = endpoint<'help'>(
  {
    'POST /api/help/puzzle': async ({ now }) => {
      const puzzle = newPuzzle(await readKeys(), randomBytes, now);
      return { body: { puzzle, bits: PUZZLE_BITS, afterSeconds: PUZZLE_FROM_SECONDS } };
    },

    'POST /api/help/messages': async ({ body, address, idempotencyKey, now }) => {
      const outcome = await contactUs(await needs(), { ...body, address, idempotencyKey, now });
      if (outcome === 'flooded') {
        countMetric('ContactFlood');
        throw new Refusal('too-many-attempts');
      }
      if (outcome === 'received') countMetric('ContactMessages');
      return { body: { step: 'sent' } };
    },

    'POST /api/help/attachments': async ({ body, address, now }) => ({
      body: await startGuestUpload(await needs(), { ...body, address, now }),
    }),

    'POST /api/help/ticket': async ({ body, now }) => ({
      body: ticketView(await followTicket(await needs(), { ...body, now })),
    }),

    'POST /api/help/ticket/replies': async ({ body, address, idempotencyKey, now }) => ({
      body: ticketView(await replyByLink(await needs(), { ...body, address, idempotencyKey, now })),
    }),

    'POST /api/help/ticket/uploads': async ({ body, address, now }) => ({
      body: await startUploadByLink(await needs(), { ...body, address, now }),
    }),

    'POST /api/help/ticket/attachments': async ({ body, now }) => ({
      body: { url: await downloadByLink(await needs(), { ...body, now }) },
    }),

    'POST /api/help/feedback': async ({ body, address, now }) => {
      await tellWhetherHelpful(await needs(), { ...body, address, now });
      countMetric('HelpFeedback', { Topic: body.topic, Helpful: body.helpful ? 'yes' : 'no' });
      return { body: undefined };
    },
  },
  { bodies, clock, origin: env.origin, originSecrets: env.originSecrets, ready },
);
