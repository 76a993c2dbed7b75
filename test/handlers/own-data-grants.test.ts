import { afterEach, expect, it, vi } from 'vitest';
import { Browser, codeIn } from '../harness/browser.ts';
import { granted, listenTo, stopListening, touched } from '../harness/grants.ts';
import { cheapHash, PASSWORD, person, settle } from '../harness/people.ts';

vi.spyOn(process.stdout, 'write').mockReturnValue(true);

afterEach(() => {
  stopListening();
  vi.unstubAllEnvs();
  vi.resetModules();
});

it('own-data touches what flows.ts grants it, and is granted no more than it touches', async () => {
  const functions = await listenTo('own-data');
  await settle(functions.database, person({ passwordHash: cheapHash(PASSWORD) }));
  const [browser, other] = [new Browser(functions), new Browser(functions)];
  await browser.signInWhole();
  functions.advance(60);
  await other.signInWhole();
  functions.advance(60);
  const ticket = { subject: 'Help', category: 'other', priority: 'normal', text: 'Help', attachments: [] };
  await browser.ask('POST /api/tickets', ticket);
  for (const route of ['GET /api/sessions', 'GET /api/activity']) await browser.ask(route);
  const known = (await browser.ask('GET /api/browsers')).body.browsers as readonly { readonly id: string }[];
  await browser.ask('POST /api/browsers/removal', { browser: known[0]?.id });
  await browser.ask('POST /api/sessions/end', { session: 'others' });
  const { body } = await browser.ask('POST /api/account/confirmation', { action: 'download-data', password: PASSWORD });
  const code = codeIn((await functions.deliver()).emails);
  await browser.ask('POST /api/account/confirmation/code', { flow: body.flow, code });
  const data = await browser.ask('POST /api/account/data', { flow: body.flow });
  expect(data.body.tickets).toMatchObject([{ subject: 'Help', conversation: [{ text: 'Help' }] }]);
  expect(touched(functions)).toEqual(granted('own-data'));
});
