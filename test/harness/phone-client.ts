import { expect } from 'vitest';
import { expectDocumented } from './answers.ts';
import type { Browser, Read } from './browser.ts';
import { type Functions, ORIGIN } from './functions.ts';
import { type PlayedPhone, playPhone } from './phone.ts';

/** The phone's app: proves its requests with the newest nonce, and holds every answer against the contract. */
export class PhoneClient {
  readonly #functions: Functions;
  readonly phone: PlayedPhone = playPhone(ORIGIN);
  nonce = '';

  constructor(functions: Functions) {
    this.#functions = functions;
  }

  /** A request without a proof, or with that one. */
  async ask(route: string, body?: unknown, proof?: string, cookies: readonly string[] = []): Promise<Read> {
    const headers = proof === undefined ? {} : { dpop: proof };
    const answer = await this.#functions.call(route, { headers, cookies, ...(body !== undefined && { body }) });
    expectDocumented(route, answer.statusCode ?? 0, answer.body);
    this.nonce = String(answer.headers?.['dpop-nonce'] ?? '');
    expect(this.nonce).not.toBe('');
    return {
      status: answer.statusCode ?? 0,
      headers: Object.fromEntries(Object.entries(answer.headers ?? {}).map(([name, value]) => [name, String(value)])),
      cookies: answer.cookies ?? [],
      body: JSON.parse(answer.body ?? '{}'),
    };
  }

  /** A request that it proves with the newest nonce. */
  prove(route: string, body?: unknown, cookies: readonly string[] = []): Promise<Read> {
    return this.ask(route, body, this.proofOf(route, body), cookies);
  }

  proofOf(route: string, body?: unknown, nonce = this.nonce): string {
    const [method = '', path = ''] = route.split(' ');
    return this.phone.prove({ method, path, ...(body !== undefined && { body: JSON.stringify(body) }) }, nonce);
  }

  /** Registers the keys behind a link; answers the number to be typed. */
  async register(link: string, given: Parameters<PlayedPhone['keys']>[1] = {}): Promise<Read> {
    const answer = await this.ask('POST /api/phone/keys', this.phone.keys(tokenIn(link), given));
    this.phone.account = String(answer.body.account ?? '');
    this.phone.device = String(answer.body.device ?? '');
    return answer;
  }

  /** The whole activation, for a browser that may begin one. */
  async activate(browser: Browser, given: Parameters<PlayedPhone['keys']>[1] = {}, body: object = {}): Promise<void> {
    const begun = await browser.ask('POST /api/phones/enrolment', body);
    const { body: registered } = await this.register(String(begun.body.link), given);
    const typed = { flow: begun.body.flow, number: registered.number };
    const done = await browser.ask('POST /api/phones/enrolment/number', typed);
    expect(done.body).toMatchObject({ state: 'done' });
  }
}

/** What comes after the `#`. */
export const tokenIn = (link: string): string => link.split('#')[1] ?? '';
