import type { ConnectEvent } from '../../../lambdas/http/connect.ts';
import { type Browser, ORIGIN, ORIGIN_SECRET } from './browser.ts';
import { loadedWith } from './clock.ts';
import type { AttackPhone } from './phones.ts';
import type { Portal } from './portal.ts';

/** What somebody asks for a socket with: a browser's own, unless told otherwise; undefined takes a header away. */
export interface Asked {
  readonly browser?: Browser;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** More of a header than one. */
  readonly twice?: Readonly<Record<string, readonly string[]>>;
  /** A phone's proof. */
  readonly proof?: string;
  readonly tab?: string;
}

export interface Connected {
  readonly status: number;
  readonly protocol: string | undefined;
  readonly connection: string;
}

export type Connect = (asked: Asked) => Promise<Connected>;

/** The gate of sockets: the function of `$connect`, and what API Gateway makes of its answer. */
export async function openGate(portal: Portal): Promise<Connect> {
  const { handler } = await loadedWith(portal.clock, () => import('../../../lambdas/handlers/push.ts'));
  let count = 0;
  return async (asked) => {
    count += 1;
    const connection = `socket-${count}=`;
    const { statusCode = 0, headers } = await handler(eventOf(asked, connection));
    if (statusCode < 300) portal.aws.sockets.set(connection, []);
    const protocol = headers?.['Sec-WebSocket-Protocol'];
    return { status: statusCode, connection, protocol: protocol === undefined ? undefined : String(protocol) };
  };
}

function eventOf({ browser, headers, twice, proof, tab }: Asked, connectionId: string): ConnectEvent {
  const cookie = [...(browser?.jar ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  const sent: Record<string, string | undefined> = {
    Origin: ORIGIN,
    'x-origin-secret': ORIGIN_SECRET,
    ...(cookie !== '' && { Cookie: cookie }),
    ...(proof !== undefined && { 'Sec-WebSocket-Protocol': `gatehouse.phone, ${proof}` }),
    ...headers,
  };
  const single = Object.entries(sent).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return {
    headers: Object.fromEntries(single),
    multiValueHeaders: { ...Object.fromEntries(single.map(([name, value]) => [name, [value]])), ...twice },
    queryStringParameters: tab === undefined ? null : { tab },
    requestContext: { connectionId },
  };
}

/** What a phone offers for a socket, with a nonce of its own unless given. */
export const socketProof = async (phone: AttackPhone, nonce?: string): Promise<string> =>
  phone.played.prove({ method: 'GET', path: '/ws' }, nonce ?? (await phone.nonce()));
