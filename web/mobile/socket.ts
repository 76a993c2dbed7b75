import { type Prover, proofOf } from './keys/proof.ts';
import { nextNonce } from './nonces.ts';

/** What the portal reads in the handshake: that it is a phone, and its proof. */
const PROTOCOL = 'gatehouse.phone';
const FIRST_PAUSE_MILLISECONDS = 3000;
const LONGEST_PAUSE_MILLISECONDS = 60_000;

/** Over which the portal hints that something has changed. */
export interface Hints {
  isUp(): boolean;
  /** Connects again now, if it is down. */
  wake(): void;
  close(): void;
}

async function connect(prover: Prover): Promise<WebSocket> {
  const { origin } = location;
  const nonce = await nextNonce();
  const proof = await proofOf(prover, { method: 'GET', origin, path: '/ws', body: '', nonce });
  // The proof is no secret to whoever can read it here, and it is good for one connection: no address holds it.
  return new WebSocket(`${origin.replace(/^http/, 'ws')}/ws`, [PROTOCOL, proof]);
}

/** Keeps a socket open as this phone, as long as somebody looks; `hinted` is called when it opens, speaks or closes. */
export function openHints(prover: Prover, hinted: () => void): Hints {
  let socket: WebSocket | undefined;
  let pause = FIRST_PAUSE_MILLISECONDS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let state: 'open' | 'closed' = 'open';

  const later = () => {
    socket = undefined;
    clearTimeout(timer);
    timer = setTimeout(() => void begin(), pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS);
  };
  const listen = (opened: WebSocket) => {
    opened.addEventListener('open', () => {
      pause = FIRST_PAUSE_MILLISECONDS;
      hinted();
    });
    opened.addEventListener('message', hinted);
    opened.addEventListener('close', () => {
      if (socket !== opened || state === 'closed') return;
      later();
      hinted();
    });
  };
  const begin = async () => {
    if (state === 'closed' || socket || document.visibilityState === 'hidden') return;
    try {
      const opened = await connect(prover);
      if (socket) return opened.close();
      socket = opened;
      listen(opened);
    } catch {
      later();
    }
  };
  void begin();
  return {
    isUp: () => socket?.readyState === WebSocket.OPEN,
    wake() {
      pause = FIRST_PAUSE_MILLISECONDS;
      clearTimeout(timer);
      void begin();
    },
    close() {
      state = 'closed';
      clearTimeout(timer);
      socket?.close();
    },
  };
}
