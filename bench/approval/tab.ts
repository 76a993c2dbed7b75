import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';

type Answer = Readonly<Record<string, unknown>>;

/** A page of a browser of its own: cookies, requests and a socket. */
export class Tab {
  readonly #portal: string;
  readonly #cookies = new Map<string, string>();

  constructor(portal: string) {
    this.#portal = portal;
  }

  async ask(route: string, body?: object): Promise<Answer> {
    const [method = '', path = ''] = route.split(' ');
    const type = body && { 'content-type': 'application/json' };
    const answer = await fetch(this.#portal + path, {
      method,
      headers: { cookie: this.#pairs(), ...type },
      ...(body && { body: JSON.stringify(body) }),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      const [name = '', value = ''] = pair.split('=');
      this.#cookies.set(name, value);
    }
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${route}: ${answer.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  }

  /** The socket on which this page is told that its flow has changed. */
  async connect(): Promise<WebSocket> {
    const address = `${this.#portal.replace('http', 'ws')}/ws?tab=${randomBytes(16).toString('base64url')}`;
    const socket = new WebSocket(address, { headers: { origin: this.#portal, cookie: this.#pairs() } });
    await once(socket, 'open');
    return socket;
  }

  #pairs(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
