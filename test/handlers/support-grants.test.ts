import { afterEach, expect, it, vi } from 'vitest';
import { Browser } from '../harness/browser.ts';
import type { Functions } from '../harness/functions.ts';
import { granted, listenTo, stopListening, touched } from '../harness/grants.ts';
import { cheapHash, PASSWORD, person, settle } from '../harness/people.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

afterEach(() => {
  stopListening();
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** A ticket that is registered, listed, answered, changed and read. */
async function everything(functions: Functions): Promise<void> {
  const passwordHash = cheapHash(PASSWORD);
  await settle(functions.database, person({ passwordHash }));
  await settle(functions.database, person({ email: 'bert@example.org', role: 'support', passwordHash }));
  const [anna, bert] = [new Browser(functions), new Browser(functions)];
  await anna.signInWhole();
  await bert.signInWhole('bert@example.org');
  const ticket = { subject: 'No code', category: 'sign-in', priority: 'normal', text: 'None.', attachments: [] };
  const { body } = await anna.ask('POST /api/tickets', ticket);
  await anna.ask('POST /api/tickets/attachments', { name: 'log.txt', type: 'text/plain', size: 10 });
  await bert.ask('GET /api/tickets', undefined, {}, { view: 'queue' });
  await bert.ask(`POST /api/tickets/${body.id}/replies`, { text: 'Look again.', attachments: [] });
  await bert.ask(`PATCH /api/tickets/${body.id}`, { revision: 2, state: 'closed', read: true });
  await anna.ask(`GET /api/tickets/${body.id}`);
}

it('support touches what flows.ts grants it, and is granted no more than it touches', async () => {
  const functions = await listenTo('support');
  await everything(functions);
  expect(touched(functions)).toEqual(granted('support'));
});
