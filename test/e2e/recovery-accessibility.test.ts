import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { faultsOf } from './faults.ts';
import { looks } from './looks.ts';
import { usePortal } from './portal.ts';
import { invitationPath, reachReset, reset, resetCode, resetPartsOf, say } from './recovery-verbs.ts';
import { travel } from './verbs.ts';

const portal = usePortal();
let guests = 0;

/** Goes through every state of recovery and activation, and calls `look` in each. */
async function throughAllStates(page: Page, look: (state: string) => Promise<void>): Promise<void> {
  const email = `guest${++guests}@example.org`;
  const { ask, renew, code, codeError, password, passwordError, submit, send, resetMessage, done, sent } =
    resetPartsOf(page);
  await portal.run.cli(['invite', email, '--name', 'Inès Roux']);
  await page.goto(portal.run.url + (await invitationPath(portal.run, email)));
  await look('activation');
  await say(page, 'nobody@example.org');
  await renew.waitFor();
  await look('invitation ended');
  await reachReset(page, email);
  await look('reset');
  await submit.click();
  await look('nothing typed');
  await code.fill('12345678');
  await password.fill('Houten');
  await submit.click();
  await passwordError.waitFor();
  await look('rules broken');
  await reset(page, '00000000');
  await codeError.waitFor();
  await look('wrong code');
  await travel(page, portal, 601);
  await page.locator('#time-left.expired').waitFor();
  await look('code expired');
  const before = (await portal.run.messages()).length;
  await send('email').click();
  await resetMessage.waitFor();
  await look('sent again');
  await reset(page, await resetCode(portal.run, email, before));
  await done.waitFor();
  await look('done');
  await page.goto(`${portal.run.url}/activate/#`);
  await renew.waitFor();
  await look('no invitation');
  await page.goto(`${portal.run.url}/recovery/`);
  await ask.click();
  await look('forgot password');
  await page.goto(`${portal.run.url}/recovery/username/`);
  await say(page, email);
  await sent.waitFor();
  await look('user name sent');
  await page.goto(`${portal.run.url}/not-me/`);
  await look('not me');
}

describe.each(Object.entries(looks))('%s', (_, options) => {
  it('has no fault in any state of recovery and activation', async () => {
    const page = await portal.open(options);
    const faults: Record<string, readonly string[]> = {};
    await throughAllStates(page, async (state) => {
      const found = await faultsOf(page);
      if (found.length > 0) faults[state] = found;
    });
    expect(faults).toEqual({});
  });
});
