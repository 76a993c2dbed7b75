import type { PhoneStep } from '../../lambdas/http/answers/phones.ts';
import { find } from '../shared/dom.ts';
import { drawQr } from './code.ts';
import { type Frames, framesOf } from './frames.ts';

type Told = NonNullable<PhoneStep['series']>;

/** What is known of a series: since when it counts, by the page's own clock that nobody can set. */
interface Running {
  readonly flow: string;
  readonly number: number;
  readonly beganAt: number;
  readonly seconds: number;
  readonly frames: Promise<Frames>;
}

/** The QR code that changes each second, and is covered when its minute is over. */
export interface SeriesBox {
  show(flow: string, series: Told | undefined): void;
  stop(): void;
}

function runningOf(flow: string, told: Told, known: Running | undefined): Running {
  const beganAt = performance.now() - told.second * 1000;
  const isKnown = known?.flow === flow && known.number === told.number;
  // An answer that took its time tells an earlier beginning; the earliest is the nearest to the truth.
  if (isKnown) return { ...known, beganAt: Math.min(known.beganAt, beganAt) };
  const seconds = told.second + told.endsInSeconds;
  return { flow, number: told.number, beganAt, seconds, frames: framesOf(location.origin, flow, told) };
}

/** Prepares the box; `covered` says whether there is a code to scan now. */
export function createSeriesBox(covered: (isCovered: boolean) => void): SeriesBox {
  const place = find('phone-qr', HTMLElement);
  let running: Running | undefined;
  let drawn = '';

  const draw = async () => {
    const mine = running;
    const second = mine === undefined ? 0 : Math.floor((performance.now() - mine.beganAt) / 1000);
    const isOver = mine === undefined || second >= mine.seconds;
    covered(isOver);
    if (isOver || drawn === `${mine.number} ${second}`) return;
    const frame = await (await mine.frames)(second);
    if (running?.number !== mine.number || running.flow !== mine.flow) return;
    drawn = `${mine.number} ${second}`;
    drawQr(place, frame);
  };
  let clock: ReturnType<typeof setInterval> | undefined;
  return {
    show(flow, series) {
      if (series) running = runningOf(flow, series, running);
      // Twice a second, so that none is shown for two.
      clock ??= setInterval(() => void draw(), 500);
      void draw();
    },
    stop() {
      clearInterval(clock);
      clock = undefined;
      running = undefined;
    },
  };
}
