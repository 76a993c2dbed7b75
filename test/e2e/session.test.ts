import { expect, it } from 'vitest';
import { words } from '../../locales/pages/words.ts';
import { usePortal } from './portal.ts';
import { lookAgain, partsOf, signIn, signOut, travel } from './verbs.ts';

const portal = usePortal();
const { signInScript, portalScript } = words['en-GB'];

it('tells the owner by mail of a browser that was not known, and is silent about one that is', async () => {
  const person = await portal.newPerson();
  const subjects = async () =>
    (await portal.run.messages()).filter(({ to }) => to === person.email).map(({ subject }) => subject);
  const isNotice = ({ to, subject }: { to: string; subject?: string | undefined }) =>
    to === person.email && subject === 'New sign-in to Gatehouse';
  const page = await portal.open();
  await signIn(page, portal, person);
  await portal.run.nextMessage(isNotice);
  await signOut(page);
  await portal.run.advance(60);
  await signIn(page, portal, person, 2);
  await signOut(page);

  // Whatever the second sign-in owed has been sent before the third one's mails.
  await portal.run.advance(60);
  const before = (await portal.run.messages()).length;
  await signIn(await portal.open(), portal, person, 3);
  await portal.run.nextMessage(isNotice, before);
  expect((await subjects()).filter((subject) => subject === 'New sign-in to Gatehouse')).toHaveLength(2);
});

it('T61 shows nothing behind the Back button after signing out', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  await signIn(page, portal, person);
  await page.goto(`${portal.run.url}/recovery/`);
  await page.goto(`${portal.run.url}/portal/`);
  await page.getByText(person.name).first().waitFor();
  await signOut(page);
  for (const _ of [1, 2]) {
    await page.goBack();
    await page.waitForLoadState();
    expect(await page.locator('body').textContent()).not.toContain(person.name);
  }
  await page.goto(`${portal.run.url}/portal/`);
  await page.waitForURL((url) => url.pathname === '/');
});

it('T61 ends the session in the other tab too', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  await signIn(page, portal, person);
  const other = await portal.open({ context: page.context() });
  await other.waitForURL('**/portal/');
  await other.getByText(person.name).first().waitFor();
  await signOut(page);
  await other.waitForURL((url) => url.pathname === '/');
  expect(await other.locator('body').textContent()).not.toContain(person.name);
});

it('T61 ends the session on the server: its cookie is of no more use', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  await signIn(page, portal, person);
  const cookies = await page.context().cookies();
  await signOut(page);
  await page.context().addCookies(cookies);
  const answer = await page.request.get(`${portal.run.url}/api/session`);
  expect([answer.status(), await answer.json()]).toMatchObject([401, { code: 'signed-out' }]);
});

it('T62 signs out after half an hour without activity, and says why', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  await signIn(page, portal, person);
  await travel(page, portal, 27 * 60);
  const activity = page.waitForResponse((response) => response.url().endsWith('/api/session/activity'));
  await page.locator('h1').click();
  expect((await activity).status()).toBe(200);
  await travel(page, portal, 27 * 60);
  expect(await page.locator('#welcome').textContent()).toContain(person.name);
  // Looking was no activity.
  await travel(page, portal, 3 * 60 + 1);
  const { startMessage } = partsOf(page);
  await startMessage.waitFor();
  expect(await startMessage.textContent()).toBe(signInScript.why.idle);
  await page.reload();
  expect(await startMessage.isVisible()).toBe(false);
});

it('says when the portal cannot be reached, shows nobody, and comes back', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  await signIn(page, portal, person);
  await portal.run.faults.add({ service: 'dynamodb', error: 'InternalServerError', times: 50 });
  await lookAgain(page);
  await page.getByText(portalScript.unreachable).first().waitFor();
  expect(await page.locator('body').textContent()).not.toContain(person.name);
  await portal.run.faults.clear();
  await page.locator('#try-again').click();
  await page.getByText(person.name).first().waitFor();
});

it('leads a signed-in person who comes back to the dashboard, and a stranger from there to the sign-in page', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  await signIn(page, portal, person);
  await page.goto(portal.run.url);
  await page.waitForURL('**/portal/');
  const stranger = await portal.open({ path: '/portal/' });
  await stranger.waitForURL((url) => url.pathname === '/');
  expect(await partsOf(stranger).startMessage.isVisible()).toBe(false);
});
