import { once } from 'node:events';
import type { WebSocket } from 'ws';
import { askAsNewcomer, decisionOf, type Profile, proofOf, scan } from '../../tools/virtual-phone/phone.ts';
import { framesOf } from '../../web/qr/frames.ts';
import { PIN } from './owner.ts';
import { Tab } from './tab.ts';

/** Milliseconds since the phone has sent its decision. */
export interface Sample {
  /** The browser's socket speaks. */
  readonly told: number;
  /** The browser knows what was decided. */
  readonly known: number;
}

const DECISION = '/api/phone/decision';
const PATIENCE_MILLISECONDS = 10_000;

interface Series {
  readonly number: number;
  readonly key: string;
  readonly second: number;
}

/** A sign-in of the portal: scanned, and accepted with the PIN. What the phone can do before is done before. */
export async function decideBy(profile: Profile): Promise<Sample> {
  const { origin } = profile;
  const tab = new Tab(origin);
  const { flow, series } = (await tab.ask('POST /api/sign-in/phone', {})) as { flow: string; series: Series };
  const socket = await tab.connect();
  const frames = await framesOf(origin, flow, series);
  const scanned = once(socket, 'message');
  const card = await scan(profile, await frames(series.second));
  await scanned;
  const body = JSON.stringify(decisionOf(profile, card, { decision: 'accept', pin: PIN }));
  const { nonce } = await askAsNewcomer<{ nonce: string }>(origin, 'POST /api/phone/nonce', {});
  const dpop = proofOf(profile, { method: 'POST', path: DECISION, body, nonce });
  return timed(socket, {
    send: () => post(origin + DECISION, body, { dpop }),
    learn: async () => requireAccepted(await tab.ask('GET /api/sign-in/phone')),
  });
}

/** The same over the least, whose push says it all. */
export async function decideLeast(origin: string): Promise<Sample> {
  const { socket, body } = await questionOf(new Tab(origin));
  return timed(socket, { send: () => post(`${origin}/api/least/decision`, body), learn: async () => undefined });
}

/** The same over the least that is safe, of which the page asks. */
export async function decideSafely(origin: string): Promise<Sample> {
  const tab = new Tab(origin);
  const { socket, body, flow } = await questionOf(tab);
  return timed(socket, {
    send: () => post(`${origin}/api/least/safe-decision`, body),
    learn: async () => requireAccepted(await tab.ask('POST /api/least/state', { flow })),
  });
}

async function questionOf(tab: Tab) {
  const { flow } = await tab.ask('POST /api/sign-in/phone', {});
  const socket = await tab.connect();
  return { flow, socket, body: JSON.stringify(await tab.ask('POST /api/least/question', { flow })) };
}

function requireAccepted({ state }: Readonly<Record<string, unknown>>): void {
  if (state !== 'accepted') throw new Error(`The browser knows no better than ${state}.`);
}

interface Deed {
  send(): Promise<void>;
  learn(): Promise<void>;
}

async function timed(socket: WebSocket, { send, learn }: Deed): Promise<Sample> {
  const message = once(socket, 'message', { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
  const began = performance.now();
  const sent = send();
  await Promise.race([message, sent.then(() => message)]);
  const told = performance.now() - began;
  await learn();
  const known = performance.now() - began;
  await sent;
  socket.close();
  return { told, known };
}

async function post(url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`);
}
