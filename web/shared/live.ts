import { randomKey } from './submission.ts';

/** While the socket is down, and while it is up but something is awaited: hints are seldom lost, and each question costs. */
const ASK_WHEN_DOWN_MILLISECONDS = 3000;
const ASK_WHEN_UP_MILLISECONDS = 20_000;
/** A tick that comes so late means that the machine slept: its socket may be dead without knowing it. */
const SLEPT_MILLISECONDS = 20_000;
const FIRST_RETRY_MILLISECONDS = 1000;
const LAST_RETRY_MILLISECONDS = 30_000;

/** What is used of a `WebSocket`. */
export type Socket = Pick<WebSocket, 'addEventListener' | 'close'>;

/** What a page awaits. */
export interface Awaited {
  /** Opens a socket; the default is the one of a browser's flow. */
  readonly connect?: () => Socket | Promise<Socket>;
  /** Asks the server how things stand. Must not throw. */
  readonly ask: () => Promise<void>;
  /** Whether the next answer may be another; while not, nothing is asked by the clock. */
  readonly isAwaiting: () => boolean;
}

/** A socket that hints when to ask, and asking that works without it. */
export interface Live {
  /** Asks now; one that is on its way already is followed by another. */
  askNow(): void;
  stop(): void;
}

const tab = randomKey();

/** The socket of this tab: the flow cookie says whose it is, and nothing in the address is secret. */
function connectTab(): Socket {
  return new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws?tab=${tab}`);
}

/** How long to wait before the next try: doubling, at random so that not all come back at once. */
export function retryAfter(tries: number, random: number): number {
  return Math.min(LAST_RETRY_MILLISECONDS, FIRST_RETRY_MILLISECONDS * 2 ** tries) * (0.5 + random / 2);
}

/** A number from 0 up to 1. */
function chance(): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return drawn / 2 ** 32;
}

/** One question at a time: what is asked meanwhile is asked once more afterwards. */
function oneAtATime(ask: () => Promise<void>): () => Promise<void> {
  let isAsking = false;
  let isWanted = false;
  return async () => {
    isWanted = true;
    if (isAsking) return;
    isAsking = true;
    while (isWanted) {
      isWanted = false;
      try {
        await ask();
      } catch (error) {
        // A mistake while one answer is shown must not be the end of asking.
        reportError(error);
      }
    }
    isAsking = false;
  };
}

/** A socket that is opened again whenever it closes; every change of it, and every message, calls `changed`. */
function keepSocket(connect: () => Socket | Promise<Socket>, changed: () => void) {
  let socket: Socket | undefined;
  let state: 'down' | 'opening' | 'up' | 'stopped' = 'down';
  let tries = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const isStopped = () => state === 'stopped';

  const closed = () => {
    if (isStopped()) return;
    socket = undefined;
    state = 'down';
    changed();
    clearTimeout(retry);
    retry = setTimeout(() => void open(), retryAfter(tries++, chance()));
  };
  const open = async () => {
    if (state !== 'down') return;
    clearTimeout(retry);
    state = 'opening';
    const opened = await Promise.resolve()
      .then(connect)
      .catch(() => undefined);
    if (opened === undefined) return closed();
    if (isStopped()) return opened.close();
    socket = opened;
    opened.addEventListener('open', () => {
      if (socket !== opened) return;
      state = 'up';
      tries = 0;
      changed();
    });
    opened.addEventListener('message', changed);
    opened.addEventListener('close', () => {
      if (socket === opened) closed();
    });
  };
  const drop = (next: 'down' | 'stopped') => {
    clearTimeout(retry);
    const dropped = socket;
    const isOpening = state === 'opening';
    socket = undefined;
    state = next;
    // Browsers complain of one that is closed before it is open.
    if (isOpening) dropped?.addEventListener('open', () => dropped.close());
    else dropped?.close();
  };
  return {
    isUp: () => state === 'up',
    /** Tries at once, if it is down. */
    wake() {
      tries = 0;
      void open();
    },
    /** Whatever it looks like, another one. */
    renew() {
      drop('down');
      void open();
    },
    stop: () => drop('stopped'),
  };
}

/**
 * Follows what a page awaits: asks when the socket opens, closes or hints, when the page is seen again or the network is
 * back, and by the clock. Survives the limits of the gateway, a laptop's sleep and a tunnel.
 */
export function beginLive({ connect = connectTab, ask, isAwaiting }: Awaited): Live {
  const askOnce = oneAtATime(ask);
  let lastTick = Date.now();
  let lastAsked = Date.now();
  const askNow = () => {
    lastAsked = Date.now();
    void askOnce();
  };
  const socket = keepSocket(connect, askNow);
  const wake = () => {
    socket.wake();
    askNow();
  };
  const wakeWhenSeen = () => {
    if (document.visibilityState === 'visible') wake();
  };
  const clock = setInterval(() => {
    const now = Date.now();
    const slept = now - lastTick > SLEPT_MILLISECONDS;
    lastTick = now;
    if (slept) socket.renew();
    const every = socket.isUp() ? ASK_WHEN_UP_MILLISECONDS : ASK_WHEN_DOWN_MILLISECONDS;
    if (slept || (isAwaiting() && now - lastAsked >= every)) askNow();
  }, 1000);
  document.addEventListener('visibilitychange', wakeWhenSeen);
  addEventListener('online', wake);
  socket.wake();
  return {
    askNow,
    stop() {
      clearInterval(clock);
      document.removeEventListener('visibilitychange', wakeWhenSeen);
      removeEventListener('online', wake);
      socket.stop();
    },
  };
}
