import type { LocalRun } from '../../test/harness/local-run.ts';
import { enrol, type Profile } from '../../tools/virtual-phone/phone.ts';
import { Tab } from './tab.ts';

export const PIN = '583019';
const EMAIL = 'owner@example.org';
const PASSWORD = 'Gracht-en-Pand 42';

/** Somebody with an account and a phone that works. */
export async function settleOwner(run: LocalRun): Promise<Profile> {
  const words = ['account', 'create', '--email', EMAIL, '--name', 'Anna de Vries', '--password-stdin'];
  const { code: failed, stderr } = await run.cli(words, `${PASSWORD}\n`);
  if (failed !== 0) throw new Error(`No account: ${stderr}`);
  const tab = new Tab(run.url);
  const { flow } = await tab.ask('POST /api/sign-in', { identifier: EMAIL, password: PASSWORD });
  const { text } = await run.nextMessage(({ to }) => to === EMAIL);
  await tab.ask('POST /api/sign-in/code', { flow, code: /^\d{6}$/m.exec(text)?.[0] ?? '' });
  const begun = await tab.ask('POST /api/phones/enrolment', {});
  const { profile, number } = await enrol(String(begun.link), PIN, 'Bench');
  const done = await tab.ask('POST /api/phones/enrolment/number', { flow: begun.flow, number });
  if (done.state !== 'done') throw new Error('The phone was not activated.');
  return profile;
}
