import { describe, expect, it } from 'vitest';
import type { ResetStep } from '../../lambdas/http/answers/steps.ts';
import { words as allWords } from '../../locales/pages/words.ts';
import { resetStateOf, viewReset } from '../../web/recovery/reset-state.ts';

const words = allWords['en-GB'].resetScript;
const NOW = 1_000_000_000_000;
const step: ResetStep = {
  step: 'reset-code',
  flow: 'AAAAAAAAAAAAAAAAAAAAAA',
  codeEndsInSeconds: 600,
  resendInSeconds: 30,
  triesLeft: 5,
  flowEndsInSeconds: 1200,
};
const { resendInSeconds: _, ...withoutSends } = step;
const viewAfter = (seconds: number, answer: ResetStep = step) =>
  viewReset(resetStateOf(answer, NOW), NOW + seconds * 1000, words, 'Sending…');

describe('the Reset Password page', () => {
  it('says how long the code is valid, and when there may be another', () => {
    expect(viewAfter(0)).toEqual({
      timeLeft: 'The code is valid for another 10:00.',
      expired: false,
      resend: 'You can have a new code sent in 0:30.',
      offersSends: true,
      maySend: false,
      deadEnd: false,
      flowEnded: false,
    });
  });

  it('offers a new code after the wait, and still when the code has expired', () => {
    expect(viewAfter(30)).toMatchObject({ resend: 'Did no code arrive?', offersSends: true, maySend: true });
    expect(viewAfter(600)).toMatchObject({ timeLeft: 'This code has expired.', expired: true, maySend: true });
  });

  it('sends once at a time', () => {
    const state = { ...resetStateOf(step, NOW), sending: true };
    expect(viewReset(state, NOW + 60_000, words, 'Sending…')).toMatchObject({ resend: 'Sending…', maySend: false });
  });

  it('leads out of the dead end of an expired code without sends', () => {
    expect(viewAfter(60, withoutSends)).toMatchObject({ offersSends: false, maySend: false, deadEnd: false });
    expect(viewAfter(60, withoutSends).resend).toBe('No more codes can be sent here. Use the newest one.');
    expect(viewAfter(600, withoutSends)).toMatchObject({ deadEnd: true, resend: 'No more codes can be sent here.' });
  });

  it('ends with its flow', () => {
    expect(viewAfter(1199).flowEnded).toBe(false);
    expect(viewAfter(1200).flowEnded).toBe(true);
  });

  it('does not stagger when the server counts the same moments anew', () => {
    const before = resetStateOf(step, NOW);
    const later = { ...step, codeEndsInSeconds: 590, resendInSeconds: 20, flowEndsInSeconds: 1190 };
    expect(resetStateOf(later, NOW + 9_400, before)).toEqual(before);
  });
});
