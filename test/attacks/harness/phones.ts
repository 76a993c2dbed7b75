import { frameText } from '../../../lambdas/auth/qr-series.ts';
import { type PlayedPhone, playPhone, sha256 } from '../../harness/phone.ts';
import { ORIGIN, type Reply, type Route } from './browser.ts';
import { type Signed, signedIn } from './changes.ts';
import type { Instance, Portal } from './portal.ts';

/** A card as the portal told it. */
export interface ToldCard {
  readonly approval: string;
  readonly text: string;
}

export interface Deciding {
  readonly decision?: 'accept' | 'deny' | 'report';
  readonly choice?: number;
  readonly pin?: 'right' | 'wrong' | 'none';
  /** Fields of what is signed that are to be others. */
  readonly signed?: Readonly<Record<string, unknown>>;
}

/** A phone under the attacker's hand: real keys, and every request proved by hand. */
export class AttackPhone {
  readonly #portal: Portal;
  readonly #instance: Instance | undefined;
  readonly played: PlayedPhone = playPhone(ORIGIN);

  constructor(portal: Portal, instance?: Instance) {
    this.#portal = portal;
    this.#instance = instance;
  }

  browser = () => this.#portal.browser(this.#instance);

  async nonce(): Promise<string> {
    return String((await this.browser().send('POST /api/phone/nonce', {})).body.nonce);
  }

  /** The header of one request, as this phone proves it. */
  proof(route: Route, body: unknown, nonce: string): { readonly dpop: string } {
    const [method = '', path = ''] = route.split(' ');
    const request = { method, path, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return { dpop: this.played.prove(request, nonce) };
  }

  async ask(route: Route, body?: unknown, from = this.browser()): Promise<Reply> {
    return from.send(route, body, this.proof(route, body, await this.nonce()));
  }

  async cards(): Promise<readonly ToldCard[]> {
    return (await this.ask('GET /api/phone')).body.cards as readonly ToldCard[];
  }

  /** What waits first. */
  async card(): Promise<ToldCard> {
    const [card] = await this.cards();
    if (!card) throw new Error('No question has come.');
    return card;
  }

  /** The body that answers a card. */
  answerTo(card: ToldCard, { decision = 'accept', choice, pin = 'right', signed = {} }: Deciding = {}) {
    const { account, device } = this.played;
    const text = JSON.stringify({
      v: 1,
      purpose: JSON.parse(card.text).purpose,
      approval: card.approval,
      account,
      device,
      origin: ORIGIN,
      card: sha256(card.text),
      ...(choice !== undefined && { choice }),
      decision,
      ...signed,
    });
    return { decision: text, ...(pin !== 'none' && { pin: this.played.unlock(text, pin === 'right') }) };
  }

  async decide(card: ToldCard, deciding?: Deciding): Promise<Reply> {
    return this.ask('POST /api/phone/decision', this.answerTo(card, deciding));
  }
}

/** Registers a phone for who is signed in, up to the number. */
export async function registered(portal: Portal, { browser }: Signed, instance?: Instance) {
  const begun = await browser.send('POST /api/phones/enrolment', {});
  if (begun.status !== 200) throw new Error(`The activation answered ${begun.status} ${begun.text}`);
  const phone = new AttackPhone(portal, instance);
  const token = String(begun.body.link).split('#')[1] ?? '';
  const made = await phone.browser().send('POST /api/phone/keys', phone.played.keys(token));
  phone.played.account = String(made.body.account);
  phone.played.device = String(made.body.device);
  return { phone, token, flow: String(begun.body.flow), number: Number(made.body.number) };
}

/** Somebody with a phone that works; `signed` is the browser that activated it. */
export async function withPhone(
  portal: Portal,
  instance?: Instance,
): Promise<Signed & { readonly phone: AttackPhone }> {
  const signed = await signedIn(portal, undefined, instance);
  const { phone, flow, number } = await registered(portal, signed, instance);
  const done = await signed.browser.send('POST /api/phones/enrolment/number', { flow, number });
  if (done.status !== 200) throw new Error(`The number answered ${done.status} ${done.text}`);
  await portal.deliver();
  return { ...signed, phone };
}

/** A new browser asks by name; answers what its page shows. */
export async function askByName(portal: Portal, identifier: string, browser = portal.browser()) {
  const { flow } = (await browser.send('POST /api/sign-in/phone', {})).body;
  const { body, status } = await browser.send('POST /api/sign-in/phone/name', { flow, identifier });
  const picture = body.picture as { readonly number: number } | undefined;
  return { browser, flow: String(flow), status, body, number: picture?.number ?? 0 };
}

/** A new browser shows a QR code; `frame` is what it draws in that second. */
export async function showCode(portal: Portal, browser = portal.browser()) {
  const { flow, series } = (await browser.send('POST /api/sign-in/phone', {})).body;
  const { key, number } = series as { readonly key: string; readonly number: number };
  return { browser, flow: String(flow), frame: (second = 0) => frameText(key, String(flow), number, second) };
}

const KEY = { 'idempotency-key': 'redeem-0123456789abcdef' };

export const redeem = (browser: ReturnType<Portal['browser']>, flow: string): Promise<Reply> =>
  browser.send('POST /api/sign-in/phone/result', { flow }, KEY);

/** From the name to the card, accepted with the right picture. */
export async function accepted(
  portal: Portal,
  { person, phone }: { person: Signed['person']; phone: AttackPhone },
  instance?: Instance,
) {
  const asked = await askByName(portal, person.account.email, portal.browser(instance));
  const card = await phone.card();
  const decided = await phone.decide(card, { choice: asked.number });
  return { ...asked, card, decided };
}

/** The numbers on a card from which one is picked. */
export const numbersOn = ({ text }: ToldCard): readonly number[] =>
  JSON.parse(text).pictures.map(({ number }: { readonly number: number }) => number);
