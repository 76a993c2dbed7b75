import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FixtureRun, runFixture } from './run.ts';

let run: FixtureRun;
beforeAll(async () => {
  run = await runFixture();
});
afterAll(async () => {
  await run.end();
  run.forget();
});

const headersOf = (response: Response, ...names: string[]) => names.map((name) => response.headers.get(name));

it('serves the page that the edge function names', async () => {
  expect(await (await run.ask('/')).text()).toContain('<title>one</title>');
  expect(await (await run.ask('/', { headers: { cookie: 'locale=nl' } })).text()).toContain('Aanmelden');
  const gone = await run.ask('/gone');
  expect([gone.status, ...headersOf(gone, 'location', 'x-frame-options')]).toEqual([302, '/', 'DENY']);
});

it('serves files with the headers of their deployment', async () => {
  const script = await run.ask('/assets/app.js');
  expect(headersOf(script, 'content-type', 'cache-control')).toEqual(['text/javascript', 'immutable']);
  expect(headersOf(await run.ask('/'), 'content-type', 'cache-control')).toEqual(['text/html', 'no-cache']);
});

it('compresses what CloudFront compresses', async () => {
  const encoding = async (path: string, accepted: string) =>
    headersOf(await run.ask(path, { headers: { 'accept-encoding': accepted } }), 'content-encoding', 'vary');
  expect(await encoding('/', 'gzip, br')).toEqual(['br', 'accept-encoding']);
  expect(await encoding('/', 'gzip')).toEqual(['gzip', 'accept-encoding']);
  expect(await encoding('/', 'identity')).toEqual([null, null]);
  expect(await encoding('/assets/app.js', 'gzip, br')).toEqual([null, null]);
});

it('serves the notices that operators published, however often the stack changes', async () => {
  const notices = { notices: [{ id: 'a', severity: 'news' }] };
  expect((await run.local('PUT', 'notices', notices)).status).toBe(204);
  expect(await (await run.ask('/notices.json')).json()).toEqual(notices);
  expect((await run.local('PUT', 'notices', { notices: 'many' })).status).toBe(400);
  await run.publish('one');
  expect(await (await run.ask('/notices.json')).json()).toEqual(notices);
});

it('answers 304 to who has the page', async () => {
  const etag = (await run.ask('/')).headers.get('etag') ?? '';
  const again = await run.ask('/', { headers: { 'if-none-match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

it('shows a change of page and function without a restart', async () => {
  expect((await run.ask('/api/echo')).status).toBe(200);
  const calls = Promise.all([1, 2, 3].map(() => run.ask('/api/echo?pause=200')));
  await run.publish('two');
  expect(await (await run.ask('/')).text()).toContain('<title>two</title>');
  expect(await (await run.ask('/api/echo')).json()).toMatchObject({ env: { VERSION: 'two' } });
  expect((await calls).map((call) => call.status)).toEqual([200, 200, 200]);
});
