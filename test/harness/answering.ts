import { frameText } from '../../lambdas/auth/qr-series.ts';
import type { Browser, Read } from './browser.ts';
import { sha256 } from './phone.ts';
import type { PhoneClient } from './phone-client.ts';

/** A question as the phone's app gets it. */
export interface CardRead {
  readonly approval: string;
  readonly text: string;
  readonly endsInSeconds: number;
}

/** What waits on a phone, by its own word. */
export async function cardsOn(client: PhoneClient): Promise<readonly CardRead[]> {
  const { body } = await client.prove('GET /api/phone');
  return Array.isArray(body.cards) ? body.cards : [];
}

export interface Choosing {
  readonly decision?: 'accept' | 'deny' | 'report';
  readonly choice?: unknown;
  readonly pin?: 'right' | 'wrong' | 'none';
}

/** The body of a decision, as the app signs it. */
export function decisionOf({ phone }: PhoneClient, card: CardRead, choosing: Choosing = {}) {
  const { decision = 'accept', choice, pin = decision === 'accept' ? 'right' : 'none' } = choosing;
  const { purpose, origin } = JSON.parse(card.text);
  const text = JSON.stringify({
    ...{ v: 1, purpose, approval: card.approval, account: phone.account, device: phone.device, origin },
    ...{ card: sha256(card.text), ...(choice !== undefined && { choice }), decision },
  });
  return { decision: text, ...(pin !== 'none' && { pin: phone.unlock(text, pin === 'right') }) };
}

/** Answers a question, with the newest nonce. */
export const answer = (client: PhoneClient, card: CardRead, choosing?: Choosing): Promise<Read> =>
  client.prove('POST /api/phone/decision', decisionOf(client, card, choosing));

/** The frame that the browser draws now. */
export function frameOf({ body }: Pick<Read, 'body'>): string {
  const { key, number, second } = Object(body.series);
  return frameText(String(key), String(body.flow), Number(number), Number(second));
}

/** A browser that has begun to sign in with the phone. */
export async function begin(browser: Browser): Promise<Read> {
  return browser.ask('POST /api/sign-in/phone', {});
}

/** The same, by user name. */
export async function name(browser: Browser, identifier: string): Promise<Read> {
  const { body } = await begin(browser);
  return browser.ask('POST /api/sign-in/phone/name', { flow: body.flow, identifier });
}

/** The number of the picture that the browser shows. */
export const numberIn = ({ body }: Pick<Read, 'body'>): unknown => Object(body.picture).number;
