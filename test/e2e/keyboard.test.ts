import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { words } from '../../locales/pages/words.ts';
import { PASSWORD, usePortal } from './portal.ts';
import { codeOf, focused, partsOf, reachCode, untilSignedIn } from './verbs.ts';

const portal = usePortal();
const { signIn, formScript } = words['en-GB'];

/** Presses Tab until the focus is there; everything on the way shows that it has the focus. */
async function tabTo(page: Page, id: string): Promise<void> {
  for (let steps = 0; steps < 20; steps += 1) {
    if ((await focused(page)) === id) return;
    await page.keyboard.press('Tab');
    expect(await showsFocus(page), await page.evaluate(() => document.activeElement?.outerHTML ?? '')).toBe(true);
  }
  throw new Error(`Tab does not lead to ${id}.`);
}

/** A ring of at least 2 px. Outside of the page's elements the browser shows the focus itself. */
const showsFocus = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) return true;
    const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
    return outlineStyle === 'solid' && Number.parseFloat(outlineWidth) >= 2;
  });

it('signs in and out with nothing but a keyboard', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  expect(await focused(page)).toBe('identifier');
  await page.keyboard.type(person.email);
  await tabTo(page, 'password');
  await page.keyboard.type(PASSWORD);
  await tabTo(page, 'start-submit');
  await page.keyboard.press('Enter');
  await partsOf(page).code.waitFor();
  expect(await focused(page)).toBe('code');
  await page.keyboard.type(await codeOf(portal.run, person));
  await untilSignedIn(page);
  await tabTo(page, 'avatar');
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toBe('sign-out');
  await page.keyboard.press('Escape');
  expect(await focused(page)).toBe('avatar');
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await partsOf(page).startMessage.waitFor();
  expect(await focused(page)).toBe('identifier');
});

it('signs in from the password field with Enter', async () => {
  const person = await portal.newPerson();
  const page = await portal.open();
  await page.keyboard.type(person.email);
  await tabTo(page, 'password');
  await page.keyboard.type(`${PASSWORD}\n`);
  await partsOf(page).code.waitFor();
});

it('leads past everything with Tab, and never into a trap', async () => {
  const page = await portal.open();
  const seen: string[] = [];
  for (let steps = 0; steps < 20 && !(seen.length > 1 && seen.at(-1) === 'identifier'); steps += 1) {
    await page.keyboard.press('Tab');
    expect(await showsFocus(page)).toBe(true);
    seen.push(await focused(page));
  }
  expect(seen.filter((id) => id !== '')).toEqual([
    ...['password', 'password-toggle', 'start-submit', 'password-tab', 'identifier'],
  ]);
});

it('chooses the method with the arrow keys, and closes the languages with Escape', async () => {
  const page = await portal.open();
  await page.locator('#password-tab').focus();
  await page.keyboard.press('ArrowLeft');
  expect(await focused(page)).toBe('mobile-tab');
  expect(await page.locator('#mobile-panel').isVisible()).toBe(true);
  expect(await page.locator('#mobile-tab').getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('ArrowRight');
  expect(await page.locator('#password-panel').isVisible()).toBe(true);

  const summary = page.locator('#languages summary');
  await summary.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-locale'))).toBe('en-GB');
  await page.keyboard.press('Escape');
  expect(await page.locator('#languages ul').isVisible()).toBe(false);
  expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
});

it('shows the password on request, says so, and hides it again', async () => {
  const page = await portal.open();
  const { password } = partsOf(page);
  const toggle = page.locator('#password-toggle');
  const announcer = page.locator('#announcer');
  await password.fill(PASSWORD);
  expect(await toggle.getAttribute('aria-label')).toBe(formScript.showPassword);
  await toggle.press('Enter');
  expect(await password.getAttribute('type')).toBe('text');
  expect(await toggle.getAttribute('aria-label')).toBe(formScript.hidePassword);
  expect(await announcer.textContent()).toBe(formScript.passwordShown);
  await toggle.press('Enter');
  expect(await password.getAttribute('type')).toBe('password');
  expect(await announcer.textContent()).toBe(formScript.passwordHidden);
});

it('says that Caps Lock is on', async () => {
  const page = await portal.open();
  const hint = page.locator('#caps-lock span');
  const type = (capsLock: boolean) =>
    partsOf(page).password.evaluate(
      (field, modifierCapsLock) => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'A', modifierCapsLock })),
      capsLock,
    );
  await type(true);
  expect(await hint.textContent()).toBe(signIn.capsLock);
  expect(await hint.isVisible()).toBe(true);
  await type(false);
  expect(await hint.isVisible()).toBe(false);
});

it('loses no press that comes before the script is there', async () => {
  const person = await portal.newPerson();
  const page = await portal.open({ path: '/recovery/' });
  await page.route('**/assets/*.js', async (route) => {
    await pause(1000);
    await route.continue();
  });
  await page.goto(portal.run.url, { waitUntil: 'commit' });
  await reachCode(page, person);
});
