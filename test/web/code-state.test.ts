import { describe, expect, it } from 'vitest';
import type { CodeStep } from '../../lambdas/http/answers/steps.ts';
import { words as allWords } from '../../locales/pages/words.ts';
import { correctTimes } from '../../web/shared/code-times.ts';
import { codeStateOf, viewCode } from '../../web/sign-in/code-state.ts';

const words = allWords['en-GB'].signInScript;
const NOW = 1_000_000_000_000;
const step: CodeStep = {
  step: 'code',
  flow: 'AAAAAAAAAAAAAAAAAAAAAA',
  channel: 'email',
  channels: [
    { channel: 'email', to: 'a•••@example.org' },
    { channel: 'sms', to: '•••• 42' },
  ],
  delivery: 'sent',
  codeEndsInSeconds: 300,
  resendInSeconds: 30,
  triesLeft: 5,
  flowEndsInSeconds: 1200,
};
const viewAfter = (seconds: number, answer: CodeStep = step) =>
  viewCode(codeStateOf(answer, NOW), NOW + seconds * 1000, words);
const withoutSends = ({ resendInSeconds: _, ...rest }: CodeStep): CodeStep => rest;

describe('the code step', () => {
  it('says where the code went, how long it is valid, and when there may be another', () => {
    expect(viewAfter(0)).toEqual({
      sentTo: 'We sent a code by email to a•••@example.org.',
      deliveryFailed: false,
      timeLeft: 'The code is valid for another 5:00.',
      expired: false,
      offersNewOne: false,
      resend: 'Send a new code in 0:30',
      mayResend: false,
      owesFirst: false,
      otherChannel: 'sms',
      otherWay: 'Send it by text message instead',
      deadEnd: false,
      flowEnded: false,
    });
  });

  it('tells the truth at once after a tab slept: times are absolute', () => {
    expect(viewAfter(30)).toMatchObject({
      timeLeft: 'The code is valid for another 4:30.',
      resend: 'Send a new code',
      mayResend: true,
    });
    expect(viewAfter(300)).toMatchObject({
      timeLeft: 'This code has expired.',
      expired: true,
      offersNewOne: true,
      resend: undefined,
    });
    expect(viewAfter(1200)).toMatchObject({ flowEnded: true });
  });

  it('says when delivery failed, and offers the other channel', () => {
    expect(viewAfter(0, { ...step, delivery: 'failed' })).toMatchObject({
      timeLeft: undefined,
      sentTo: 'Our email to a•••@example.org could not be delivered.',
      deliveryFailed: true,
      otherChannel: 'sms',
    });
  });

  it('keeps a masked number on one line', () => {
    expect(viewAfter(0, { ...step, channel: 'sms' }).sentTo).toBe('We sent a code by text message to ••••\u00a042.');
  });

  it('offers no other channel where there is none', () => {
    expect(viewAfter(0, { ...step, channels: step.channels.slice(0, 1) })).toMatchObject({ otherWay: undefined });
  });

  it('leads out when no sends are left and the code is over', () => {
    expect(viewAfter(0, withoutSends(step))).toMatchObject({
      resend: words.noSendsLeft,
      deadEnd: false,
      otherWay: undefined,
    });
    expect(viewAfter(300, withoutSends(step))).toMatchObject({ deadEnd: true, offersNewOne: false });
  });

  it('has nothing to count down before the first code', () => {
    const none = { ...step, delivery: 'none' as const, codeEndsInSeconds: 0 };
    expect(viewAfter(0, none)).toMatchObject({ sentTo: words.sentBy.email.none, timeLeft: undefined, expired: false });
    expect([29, 30].map((seconds) => viewAfter(seconds, none).owesFirst)).toEqual([false, true]);
    expect(viewAfter(30).owesFirst).toBe(false);
  });

  it('does not stagger when a later answer rounds another way', () => {
    const first = codeStateOf(step, NOW);
    const second = codeStateOf(
      { ...step, codeEndsInSeconds: 298, resendInSeconds: 28, flowEndsInSeconds: 1198 },
      NOW + 1600,
      first,
    );
    expect(second).toEqual(first);
  });

  it('believes a refusal that tells other times than it had', () => {
    const state = codeStateOf(step, NOW);
    expect([
      correctTimes(state, { code: 'code-expired' }, NOW),
      correctTimes(state, { code: 'send-too-soon', retryAfterSeconds: 12 }, NOW),
      correctTimes(state, { code: 'no-sends-left' }, NOW),
      correctTimes(state, { code: 'code-refused', triesLeft: 2 }, NOW),
    ]).toEqual([
      { ...state, codeEndsAt: NOW },
      { ...state, resendAt: NOW + 12_000 },
      { ...state, resendAt: undefined },
      state,
    ]);
  });
});
