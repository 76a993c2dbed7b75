import type { Browser, Reply } from './browser.ts';
import type { Signed } from './changes.ts';
import { AttackPhone, accepted, askByName, redeem, registered, withPhone } from './phones.ts';
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
  'keys of a phone': async (portal, instance) => {
    const signed = await newSession(portal, instance);
    const begun = await signed.browser.send('POST /api/phones/enrolment', {});
    const phone = new AttackPhone(portal, instance);
    const keys = phone.played.keys(String(begun.body.link).split('#')[1] ?? '');
    await phone.nonce();
    return () => phone.browser().send('POST /api/phone/keys', keys);
  },
  'number of a phone': async (portal, instance) => {
    const signed = await newSession(portal, instance);
    const { flow, number } = await registered(portal, signed, instance);
    return () => signed.browser.send('POST /api/phones/enrolment/number', { flow, number }, KEY);
  },
  'right pick and PIN': async (portal, instance) => {
    const { phone, person } = await withPhone(portal, instance);
    const { number } = await askByName(portal, person.account.email, portal.browser(instance));
    const body = phone.answerTo(await phone.card(), { choice: number });
    const proof = phone.proof('POST /api/phone/decision', body, await phone.nonce());
    return () => phone.browser().send('POST /api/phone/decision', body, proof);
  },
  'redemption of an approval': async (portal, instance) => {
    const { browser, flow } = await accepted(portal, await withPhone(portal, instance), instance);
    return () => redeem(browser, flow);
  },
};

async function newSession(portal: Portal, instance: Instance): Promise<Signed> {
  const person = await portal.person();
  const browser = portal.browser(instance);
  await signIn(portal, browser, person);
  return { person, browser };
}

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
