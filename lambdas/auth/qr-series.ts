import { createHmac } from 'node:crypto';
import { derive, type KeyRing, sameText } from './tokens.ts';

/** How long a browser draws frames by itself, one a second; then by a press. */
export const SERIES_SECONDS = 60;
/** How old a frame may be. */
const FRAME_SECONDS = 15;
/** A browser counts from an answer that was on its way: it may be so far ahead. */
const AHEAD_SECONDS = 2;
const MAC_BYTES = 16;

/** The frames of a QR code: the how manieth series of its flow, and when it began (milliseconds since 1970). */
export interface Series {
  readonly number: number;
  readonly at: number;
}

/** A frame as a phone read it, not yet believed. */
export interface Frame {
  readonly flow: string;
  readonly series: number;
  readonly second: number;
  readonly mac: string;
}

interface FlowOfFrames {
  readonly id: string;
  readonly keyId: string;
}

/** The key with which the browser draws its frames: 32 bytes, base64url. Undefined when the ring no longer holds its key. */
export const seriesKey = (keys: KeyRing, { id, keyId }: FlowOfFrames, series: number): string | undefined =>
  derive(keys, keyId, 'qr-series', [id, series])?.toString('base64url');

/** What comes after the `#` of a frame's link: `s.FLOW.SERIES.SECOND.MAC`. Pages make it likewise. */
export function frameText(key: string, flow: string, series: number, second: number): string {
  return `s.${flow}.${series}.${second}.${macOf(key, flow, series, second)}`;
}

const FRAME = /^s\.([\w-]{22})\.(\d{1,3})\.(\d{1,3})\.([\w-]{22})$/;

/** What a scanned frame says, its MAC not checked yet; undefined when it is none. */
export function readFrame(text: string): Frame | undefined {
  const [, flow, series, second, mac] = FRAME.exec(text) ?? [];
  if (flow === undefined || mac === undefined) return undefined;
  return { flow, series: Number(series), second: Number(second), mac };
}

/** Whether a browser that has the flow's key drew it, whenever that was. */
export function isDrawnBy(keys: KeyRing, flow: FlowOfFrames, frame: Frame): boolean {
  const key = seriesKey(keys, flow, frame.series);
  return key !== undefined && sameText(macOf(key, flow.id, frame.series, frame.second), frame.mac);
}

/** Whether it is a frame of now, by the server's clock. */
export function isOfNow(series: Series, frame: Frame, now: number): boolean {
  const age = now - (series.at + frame.second * 1000);
  const inSeries = frame.series === series.number && frame.second < SERIES_SECONDS;
  return inSeries && age >= -AHEAD_SECONDS * 1000 && age <= FRAME_SECONDS * 1000;
}

const macOf = (key: string, flow: string, series: number, second: number): string =>
  createHmac('sha256', Buffer.from(key, 'base64url'))
    .update(`${flow}.${series}.${second}`)
    .digest()
    .subarray(0, MAC_BYTES)
    .toString('base64url');
