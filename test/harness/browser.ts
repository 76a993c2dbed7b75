import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { expectDocumented } from './answers.ts';
import { type Functions, type Request, routeOf } from './functions.ts';
import { PASSWORD } from './people.ts';

/** An answer as a page reads it. */
export interface Read {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `Set-Cookie` lines. */
  readonly cookies: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** One browser: keeps the cookies it is given and forgets those that it is told to; holds every answer against the contract. */
export class Browser {
  readonly #functions: Functions;
  readonly jar = new Map<string, string>();

  constructor(functions: Functions) {
    this.#functions = functions;
  }

  async ask(
    routeKey: string,
    body?: unknown,
    headers: Request['headers'] = {},
    query?: Request['query'],
  ): Promise<Read> {
    const cookies = [...this.jar].map(([name, value]) => `${name}=${value}`);
    const answer = await this.#functions.call(routeKey, {
      cookies,
      headers,
      ...(body !== undefined && { body }),
      ...(query && { query }),
    });
    expectDocumented(routeOf(routeKey).routeKey, answer.statusCode ?? 0, answer.body);
    for (const cookie of answer.cookies ?? []) this.#keep(cookie);
    return readOf(answer);
  }

  signIn(identifier = 'anna@example.org', password = PASSWORD): Promise<Read> {
    return this.ask('POST /api/sign-in', { identifier, password });
  }

  /** Password, code from the message, and the answer to it. */
  async signInWhole(identifier?: string): Promise<Read> {
    const { body } = await this.signIn(identifier);
    const { emails, texts } = await this.#functions.deliver();
    return this.ask('POST /api/sign-in/code', { flow: body.flow, code: codeIn([...emails, ...texts]) });
  }

  #keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split('; ');
    const equals = pair.indexOf('=');
    if (attributes.includes('Max-Age=0')) this.jar.delete(pair.slice(0, equals));
    else this.jar.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
}

/** The reset code in the newest of the messages that has one. */
export function resetCodeIn(messages: readonly { readonly text: string }[]): string {
  return messages.flatMap(({ text }) => /(?<![\w+.-])[0-9]{8}(?![\w-])/.exec(text) ?? []).at(-1) ?? 'no code';
}

/** The code in the newest of the messages that has one. */
export function codeIn(messages: readonly { readonly text: string }[]): string {
  const codes = messages.flatMap(({ text }) => /(?<![\w+.-])[0-9]{6}(?![\w-])/.exec(text) ?? []);
  return codes.at(-1) ?? 'no code';
}

function readOf({ statusCode = 0, headers = {}, cookies = [], body = '{}' }: APIGatewayProxyStructuredResultV2): Read {
  return {
    status: statusCode,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    cookies,
    body: JSON.parse(body),
  };
}
