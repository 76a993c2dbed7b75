import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { faultsOf } from './faults.ts';
import { looks } from './looks.ts';
import { usePortal } from './portal.ts';
import { codeOf, enterCode, partsOf, reachCode, travel, typePassword } from './verbs.ts';

const portal = usePortal();

/** Goes through every state of the sign-in page to the dashboard, and calls `look` in each. */
async function throughAllStates(page: Page, look: (state: string) => Promise<void>): Promise<void> {
  const person = await portal.newPerson();
  const { signIn, passwordError, code, codeError, startMessage, sendNewOne, codeMessage: message } = partsOf(page);
  await look('start');
  await page.locator('#languages summary').click();
  await look('languages');
  await page.keyboard.press('Escape');
  await page.locator('#mobile-tab').click();
  await look('personal mobile');
  await page.locator('#password-tab').click();
  await signIn.click();
  await look('nothing typed');
  await typePassword(page, person, 'Not-the-one-42');
  await passwordError.waitFor();
  await look('refused');
  await portal.run.faults.add({ service: 'ses', error: 'MessageRejected', times: 9 });
  await reachCode(page, person);
  await page.locator('#sent-to.failed').waitFor();
  await portal.run.faults.clear();
  await look('delivery failed');
  await code.fill('123');
  await code.press('Enter');
  await codeError.waitFor();
  await look('code too short');
  await travel(page, portal, 301);
  await sendNewOne.waitFor();
  await look('code expired');
  await sendNewOne.click();
  await message.waitFor();
  await look('code sent again');
  await enterCode(page, await codeOf(portal.run, person));
  await look('dashboard');
  await page.locator('#avatar').click();
  await look('own menu');
  await page.locator('#sign-out').click();
  await startMessage.waitFor();
  await look('signed out');
  for (const path of ['/recovery/', '/recovery/username/', '/nowhere']) {
    await page.goto(portal.run.url + path);
    await look(path);
  }
}

describe.each(Object.entries(looks))('%s', (_, options) => {
  it('has no fault in any state', async () => {
    const page = await portal.open(options);
    const faults: Record<string, readonly string[]> = {};
    await throughAllStates(page, async (state) => {
      const found = await faultsOf(page);
      if (found.length > 0) faults[state] = found;
    });
    expect(faults).toEqual({});
  });
});

it('works in forced colours, without motion, and on paper', async () => {
  const person = await portal.newPerson();
  const page = await portal.open({ forcedColors: 'active', reducedMotion: 'reduce' });
  expect(await faultsOf(page)).toEqual([]);
  const edge = await partsOf(page).signIn.evaluate((button) => getComputedStyle(button).borderTopStyle);
  expect(edge).toBe('solid');
  await reachCode(page, person);
  await enterCode(page, await codeOf(portal.run, person));
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('#avatar').isVisible()).toBe(false);
  expect(await page.locator('#welcome').isVisible()).toBe(true);
  expect(await faultsOf(page)).toEqual([]);
});

it('does not turn a wheel for those who want no motion', async () => {
  const page = await portal.open({ reducedMotion: 'reduce' });
  const { signIn } = partsOf(page);
  const animation = await signIn.evaluate((button) => {
    button.classList.add('busy');
    return getComputedStyle(button, '::before').animationName;
  });
  expect(animation).toBe('none');
});
