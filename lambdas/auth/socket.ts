import type { Device } from './device.ts';
import type { Flow, FlowCookie } from './flow.ts';
import { type ProofNeeds, type ProofOfPhone, provePhone } from './phone-proof.ts';
import { Refusal } from './refusal.ts';
import { hashToken, type KeyRing, sameText } from './tokens.ts';

/** Whose sockets: a browser's, by its flow, or a phone's. */
export type SocketOwner = `flow#${string}` | `device#${string}`;

export const socketsOfFlow = (flow: string): SocketOwner => `flow#${flow}`;
export const socketsOfPhone = (device: string): SocketOwner => `device#${device}`;

/** An open socket. */
export interface Connection {
  readonly owner: SocketOwner;
  /** Which of the owner's pages holds it: a random name of 22 characters that the page gave itself. */
  readonly tab: string;
  /** As API Gateway calls it. */
  readonly connection: string;
}

export interface SocketStore {
  flow(id: string): Promise<Flow | undefined>;
  /** Phone and account, read consistently. */
  look: ProofNeeds['look'];
  /** On condition that no socket was opened with this nonce or a newer one. */
  spendNonce(device: Device, nonceAt: number): Promise<'spent' | 'stale'>;
  connect(connection: Connection, now: number): Promise<void>;
}

export interface SocketNeeds {
  readonly store: SocketStore;
  readonly keys: () => Promise<KeyRing>;
  readonly origin: string;
}

/** Who asks for a socket: a phone by its proof, a browser by its flow. */
export interface SocketRequest extends Omit<Connection, 'owner'> {
  readonly proof: ProofOfPhone;
  readonly cookie: FlowCookie | undefined;
  readonly now: number;
}

/**
 * Lets in, before there is a socket at all, a phone that proves itself (each nonce opens one socket) or the browser of
 * an open flow that waits for a phone. Refuses anybody else: there is never a socket of which it is not known whose it is.
 */
export async function openSocket(needs: SocketNeeds, request: SocketRequest): Promise<void> {
  const { tab, connection, proof, now } = request;
  const owner = proof.jws === undefined ? await ownerByFlow(needs, request) : await ownerByProof(needs, request);
  await needs.store.connect({ owner, tab, connection }, now);
}

async function ownerByProof({ store, keys, origin }: SocketNeeds, { proof, now }: SocketRequest): Promise<SocketOwner> {
  const ring = await keys();
  const { device, nonceAt } = await provePhone({ look: store.look, keys: ring, origin }, proof, now);
  if ((await store.spendNonce(device, nonceAt)) === 'stale') throw new Refusal('nonce-needed');
  return socketsOfPhone(device.id);
}

const WAITING_FOR_PHONE: ReadonlySet<Flow['kind']> = new Set(['phone-sign-in', 'enrolment', 'confirmation']);

async function ownerByFlow({ store }: SocketNeeds, { cookie, now }: SocketRequest): Promise<SocketOwner> {
  const flow = cookie && (await store.flow(cookie.id));
  if (!cookie || !flow || !sameText(flow.secretHash, hashToken(cookie.secret))) throw new Refusal('flow-ended');
  const waits = WAITING_FOR_PHONE.has(flow.kind) && flow.status === 'open' && flow.expiresAt > now;
  if (!waits) throw new Refusal('flow-ended');
  return socketsOfFlow(flow.id);
}
