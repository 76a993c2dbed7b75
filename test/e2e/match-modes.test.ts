import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { words } from '../../locales/pages/words.ts';
import { enrol, look, type Profile } from '../../tools/virtual-phone/phone.ts';
import { ownPartsOf } from './account-verbs.ts';
import { faultsOf } from './faults.ts';
import {
  accept,
  activatePhone,
  askApi,
  askByName,
  beginActivation,
  enterPin,
  openCard,
  openPhone,
  openSignIn,
  PIN,
  phonePartsOf,
  waitPartsOf,
} from './phone-verbs.ts';
import { type Person, type Portal, usePortal } from './portal.ts';
import { NEW_PASSWORD, reachReset, reset, resetCode, returnToSignIn } from './recovery-verbs.ts';
import { codeOf, partsOf, signIn, typePassword, untilSignedIn } from './verbs.ts';

const { mobileScript, phonesPage, phonesScript, phoneWait } = words['en-GB'];

/** Somebody with a phone, and the window in which they have just signed in. */
async function withPhone(portal: Portal): Promise<{ person: Person; browser: Page; phone: Page }> {
  const [person, browser, phone] = await Promise.all([portal.newPerson(), portal.open(), openPhone(portal)]);
  await signIn(browser, portal, person);
  await activatePhone(browser, phone);
  return { person, browser, phone };
}

/** Types these digits on the open card, and accepts by PIN. */
async function acceptDigits(phone: Page, digits: string): Promise<void> {
  const { digits: field, press, screen } = phonePartsOf(phone);
  await field.fill(digits);
  await press('card', 'accept').click();
  await enterPin(phone);
  await screen('result').waitFor();
}

describe('number', () => {
  const portal = usePortal({ config: 'test/harness/match-number.config.ts' });

  it('signs in by the two digits that are typed on the phone, and ends kindly with others', async () => {
    const { person, phone } = await withPhone(portal);
    const { digits, digitsError, heading, press, screen } = phonePartsOf(phone);
    const page = await openSignIn(portal);
    const wait = waitPartsOf(page);
    const first = await askByName(page, person);
    expect(await wait.todo.textContent()).toBe(phoneWait.todo.number.replace('{number}', String(first)));
    expect(await faultsOf(page)).toEqual([]);

    await openCard(phone);
    expect(await screen('card').locator('.picture').count()).toBe(0);
    await digits.fill('4');
    await press('card', 'accept').click();
    await digitsError.waitFor();
    expect(await digitsError.textContent()).toBe(mobileScript.missingNumber);
    expect(await faultsOf(phone)).toEqual([]);
    await acceptDigits(phone, String(first === 99 ? 98 : first + 1));
    expect(await heading.textContent()).toBe(mobileScript.results.mismatched.heading);
    expect(await faultsOf(phone)).toEqual([]);
    await expect.poll(() => wait.heading.textContent(), { timeout: 20_000 }).toBe(phoneWait.ends.mismatched.heading);
    expect(await wait.todo.textContent()).toBe(phoneWait.ends.mismatched.text);
    await press('result', 'ok').click();

    await wait.again.click();
    await wait.qr.locator('path').waitFor();
    const second = await askByName(page, person);
    await openCard(phone);
    expect(await digits.inputValue()).toBe('');
    await acceptDigits(phone, String(second));
    expect(await heading.textContent()).toBe(mobileScript.results.accepted.heading);
    await untilSignedIn(page);
  });

  /** Another phone, which the first one confirms: its answer is typed too. */
  async function activateAnother(browser: Page, phone: Page): Promise<Profile> {
    const asked = await askApi(browser, 'POST /api/account/confirmation/phone', { action: 'activate-phone' });
    const confirmed = { flow: String(asked.flow) };
    await openCard(phone);
    expect(await phonePartsOf(phone).heading.textContent()).toBe(mobileScript.headings['activate-phone']);
    await acceptDigits(phone, String(Object(asked.picture).number));
    await askApi(browser, 'POST /api/account/confirmation/phone/result', confirmed);
    const { flow, link } = await beginActivation(browser, confirmed);
    const { profile, number } = await enrol(link, PIN, 'Phone in the canal');
    await askApi(browser, 'POST /api/phones/enrolment/number', { flow, number });
    return profile;
  }

  /** The first sign-in by password after a recovery by code: a day later, for until then only the phones sign in. */
  async function recover(person: Person): Promise<Page> {
    const page = await portal.open({ path: '/recovery/' });
    await reachReset(page, person.email);
    await reset(page, await resetCode(portal.run, person.email));
    await returnToSignIn(page);
    await portal.run.advance(24 * 3600 + 1);
    await typePassword(page, person, NEW_PASSWORD);
    await partsOf(page).code.fill(await codeOf(portal.run, person, 2));
    await page.waitForURL('**/portal/phones/');
    return page;
  }

  it('asks after a recovery which phones to keep, and the one that is kept signs in where it is itself', async () => {
    const { person, browser, phone } = await withPhone(portal);
    const lost = await activateAnother(browser, phone);
    expect((await look(lost)).state).toBe('active');

    const page = await recover(person);
    await page.getByRole('heading', { name: phonesPage.reviewHeading }).waitFor();
    const [ticks, rows] = [page.locator('#review-list input'), page.locator('#phones .row-title')];
    const names = await page.locator('#review-list .row-title').allTextContents();
    expect(names).toEqual([expect.any(String), 'Phone in the canal']);
    expect(await ticks.and(page.locator(':checked')).count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await ticks.first().check();
    await page.getByRole('button', { name: phonesPage.reviewApply }).click();
    await ownPartsOf(page).message.waitFor();
    expect(await ownPartsOf(page).message.textContent()).toBe(phonesScript.reviewed);
    expect(await rows.allTextContents()).toEqual(names.slice(0, 1));
    expect(await page.locator('#review').isVisible()).toBe(false);
    await expect(look(lost)).rejects.toMatchObject({ code: 'phone-unknown' });

    const visited: string[] = [];
    phone.on('framenavigated', (frame) => visited.push(frame.url().replace(portal.run.url, '')));
    await phone.goto(portal.run.url);
    await waitPartsOf(phone).mobile.click();
    await waitPartsOf(phone).qr.locator('path').waitFor();
    await waitPartsOf(phone).here.click();
    await phonePartsOf(phone).screen('card').waitFor();
    expect(await phonePartsOf(phone).digits.isVisible()).toBe(false);
    await phonePartsOf(phone).press('card', 'accept').click();
    await enterPin(phone);
    await untilSignedIn(phone);
    const pages = visited.filter((path) => !path.startsWith('/mobile/#'));
    expect(pages.filter((path, at) => path !== pages[at - 1])).toEqual(['/', '/mobile/', '/', '/portal/']);
  });
});

describe('compare', () => {
  const portal = usePortal({ config: 'test/harness/other-choices.config.ts' });

  it('shows one picture in the browser and on the phone, and signs in when the phone accepts', async () => {
    const { person, phone } = await withPhone(portal);
    const { compared, digits, pictures } = phonePartsOf(phone);
    const page = await openSignIn(portal);
    await askByName(page, person);
    const { picture, pictureWords, todo } = waitPartsOf(page);
    expect(await todo.textContent()).toBe(phoneWait.todo.compare);
    expect(await faultsOf(page)).toEqual([]);

    await openCard(phone);
    const drawn = (svg: Element) => svg.outerHTML;
    expect(await compared.locator('svg').evaluateAll((all) => all.length)).toBe(1);
    expect(await compared.locator('svg').evaluate(drawn)).toBe(await picture.evaluate(drawn));
    expect(await compared.locator('span').textContent()).toBe(await pictureWords.textContent());
    expect([await pictures.count(), await digits.isVisible()]).toEqual([0, false]);
    expect(await faultsOf(phone)).toEqual([]);
    await accept(phone);
    await untilSignedIn(page);
  });
});
