import { afterEach, expect, it, vi } from 'vitest';
import { PUZZLE_FROM_SECONDS } from '../../lambdas/auth/puzzle.ts';
import { ticketLinkToken } from '../../lambdas/auth/ticket-link.ts';
import { message, solved } from '../harness/contact.ts';
import { type Functions, KEY_RING } from '../harness/functions.ts';
import { granted, listenTo, stopListening, touched } from '../harness/grants.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

afterEach(() => {
  stopListening();
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** A message that is sent twice, the ticket by its link, a reply, and whether help helped. */
async function everything(functions: Functions): Promise<void> {
  const post = async (path: string, body: object) => {
    const headers = { 'idempotency-key': 'repeat-me-0123456789' };
    const { body: text = '{}' } = await functions.call(`POST /api/help/${path}`, { body, headers });
    return JSON.parse(text);
  };
  const { puzzle } = await post('puzzle', {});
  functions.advance(PUZZLE_FROM_SECONDS);
  const proof = solved(puzzle);
  await post('attachments', { ...proof, name: 'screen.png', type: 'image/png', size: 10 });
  for (let i = 0; i < 2; i += 1) await post('messages', { ...message, ...proof });
  const [row] = await functions.database.rows('tickets');
  const { current, ...keys } = KEY_RING;
  const token = ticketLinkToken({ current, keys }, String(row?.ticket));
  await post('ticket', { token });
  await post('ticket/replies', { token, text: 'More', attachments: [] });
  await post('feedback', { topic: 'sign-in', helpful: true });
}

it('help touches what flows.ts grants it, and is granted no more than it touches', async () => {
  const functions = await listenTo('help');
  await everything(functions);
  expect(touched(functions)).toEqual(granted('help'));
});
