import { expect, test } from 'vitest';
import type { Instance } from './harness/portal.ts';
import { report } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { typePassword } from './harness/steps.ts';
import { watchWork } from './harness/work.ts';

watchWork();
const stage = setStage();

test('T72 without its keys the portal signs nobody in; with keys read before, it works for an hour and no longer', async () => {
  const { portal } = stage;
  const person = await portal.person();
  const tryIt = async (instance: Instance) => (await typePassword(portal.browser(instance), person)).status;
  portal.aws.fault = ({ service }) => (service === 'secretsmanager' ? { error: 'InternalServiceError' } : undefined);
  expect(await tryIt(await portal.start())).toBe(503);
  portal.aws.fault = () => undefined;
  const warm = await portal.start();
  expect(await tryIt(warm)).toBe(200);
  portal.aws.fault = ({ service }) => (service === 'secretsmanager' ? { error: 'AccessDeniedException' } : undefined);
  portal.clock.advance(59 * 60);
  expect(await tryIt(warm)).toBe(200);
  portal.clock.advance(60);
  expect(await tryIt(warm)).toBe(503);
  portal.aws.fault = () => undefined;
  report('T72', { 'signed in without keys': 0 });
});
