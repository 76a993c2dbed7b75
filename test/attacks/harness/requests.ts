import type { Browser, Reply } from './browser.ts';
import type { Instance, Portal } from './portal.ts';
import { flowIn, readCode, signIn, typeCode, typePassword, wrong } from './steps.ts';

const KEY = { 'idempotency-key': 'retry-0123456789abcdef' };

/** What goes before a request, and then the request itself, which is the one that is disturbed. */
export type Prepare = (portal: Portal, instance: Instance) => Promise<() => Promise<Reply>>;

/** Each request of the house. */
export const requests: Readonly<Record<string, Prepare>> = {
  'right password': async (portal, instance) => {
    const person = await portal.person();
    return () => typePassword(portal.browser(instance), person);
  },
  'right password, known browser': async (portal, instance) => {
    const person = await portal.person();
    const browser = portal.browser(instance);
    await signIn(portal, browser, person);
    portal.clock.advance(31);
    return () => typePassword(browser, person);
  },
  'wrong password': async (portal, instance) => {
    const person = await portal.person();
    return () => typePassword(portal.browser(instance), person, { password: 'wrong' });
  },
  'right code': async (portal, instance) => {
    const { browser, flow, code } = await codePage(portal, instance);
    return () => typeCode(browser, flow, code, KEY);
  },
  'wrong code': async (portal, instance) => {
    const { browser, flow, code } = await codePage(portal, instance);
    return () => typeCode(browser, flow, wrong(code), KEY);
  },
  'new code': async (portal, instance) => {
    const { browser, flow } = await codePage(portal, instance);
    portal.clock.advance(31);
    return () => browser.send('POST /api/sign-in/send', { flow, channel: 'sms' });
  },
  'where the sign-in stands': async (portal, instance) => {
    const { browser } = await codePage(portal, instance);
    return () => browser.send('GET /api/sign-in');
  },
  'who am I': async (portal, instance) => {
    const browser = await signedIn(portal, instance);
    return () => browser.send('GET /api/session');
  },
  activity: async (portal, instance) => {
    const browser = await signedIn(portal, instance);
    return () => browser.send('POST /api/session/activity');
  },
  'signing out': async (portal, instance) => {
    const browser = await signedIn(portal, instance);
    return () => browser.send('DELETE /api/session');
  },
};

async function codePage(portal: Portal, instance: Instance) {
  const person = await portal.person();
  const browser = portal.browser(instance);
  const flow = flowIn(await typePassword(browser, person));
  return { browser, flow, code: await readCode(portal, person) };
}

async function signedIn(portal: Portal, instance: Instance): Promise<Browser> {
  const browser = portal.browser(instance);
  await signIn(portal, browser, await portal.person());
  return browser;
}
