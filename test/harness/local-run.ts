import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Ran } from './command-line.ts';

const PATIENCE_SECONDS = 120;
const MESSAGE_PATIENCE_SECONDS = 60;

const Message = z.strictObject({
  id: z.string(),
  channel: z.enum(['email', 'sms']),
  to: z.string(),
  from: z.string(),
  subject: z.optional(z.string()),
  text: z.string(),
  html: z.optional(z.string()),
  sentAt: z.iso.datetime(),
});
const LogLine = z.strictObject({ function: z.string(), line: z.string() });

export type Message = z.infer<typeof Message>;

export interface Fault {
  readonly service: 'dynamodb' | 'ses' | 'sns' | 'secretsmanager' | 'apigatewaymanagementapi';
  readonly operation?: string;
  /** An AWS error name, or `timeout`, `reset`, `lost`. */
  readonly error: string;
  readonly times?: number;
  readonly reasons?: readonly string[];
}

/** The real local run, in a process of its own, on a free port. */
export interface LocalRun {
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** What it printed until it was ready. */
  readonly startText: string;
  readonly messages: () => Promise<Message[]>;
  /** Waits for the first message that fits and is not among the first `after`. */
  readonly nextMessage: (fits: (message: Message) => boolean, after?: number) => Promise<Message>;
  /** Moves the functions' time. */
  readonly advance: (seconds: number) => Promise<void>;
  /** Cuts every socket, as a network does that goes away. */
  readonly cutSockets: () => Promise<void>;
  readonly faults: { add: (fault: Fault) => Promise<void>; clear: () => Promise<void> };
  /** Lines that the functions wrote. */
  readonly logs: () => Promise<z.infer<typeof LogLine>[]>;
  /** The operators' command line, on this run. */
  readonly cli: (words: readonly string[], stdin?: string) => Promise<Ran>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts `npm start`'s program, or another, on an empty data folder, or on `data`, and waits until it is ready. It
 * synthesizes its stack, unless there is an `assembly` already. The folder goes when the run stops, unless it was given. Whoever starts it must
 * stop it; it also stops when this process ends.
 */
export async function startPortal({
  data,
  assembly,
  words = [],
  program = 'local/start.ts',
}: {
  data?: string;
  assembly?: string;
  words?: readonly string[];
  program?: string;
} = {}): Promise<LocalRun> {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'portal-'));
  const given = assembly === undefined ? [] : ['--assembly', assembly];
  const child = spawn(process.execPath, [program, '--no-watch', ...given, ...words], {
    env: { ...process.env, PORT: '0', GATEHOUSE_DATA: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const stop = async () => {
    child.kill();
    const isEnded = await Promise.race([ended.then(() => true), pause(20_000, false, { ref: false })]);
    if (!isEnded) child.kill('SIGKILL');
    await ended;
    if (data === undefined) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const startText = await readUntilReady(child);
    const url = /http:\/\/localhost:\d+/.exec(startText)?.[0] ?? '';
    return { ...talkTo(url), process: child, startText, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function readUntilReady(child: ChildProcess): Promise<string> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('The process has no output.');
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const fail = () => reject(new Error(`The local run did not start.\n${lines.join('\n')}`));
    const timer = setTimeout(fail, PATIENCE_SECONDS * 1000);
    createInterface(stderr).on('line', (line) => lines.push(line));
    createInterface(stdout).on('line', (line) => {
      lines.push(line);
      if (!/\bready\b/.test(line)) return;
      clearTimeout(timer);
      resolve(lines.join('\n'));
    });
    child.on('close', () => {
      clearTimeout(timer);
      fail();
    });
  });
}

function talkTo(url: string): Omit<LocalRun, 'process' | 'startText' | 'stop'> {
  const port = Number(new URL(url).port);
  const local = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${url}/_local/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!answer.ok) throw new Error(`${method} /_local/${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const logs = async () => z.array(LogLine).parse(await (await local('GET', 'logs')).json());
  /** What came instead, and what the functions wrote last. */
  const evidence = async () => {
    const lines = await logs();
    const came = (await messages()).map(({ to, text }) => `to ${to}: ${text.slice(0, 80)}`);
    return [...came.slice(-10), ...lines.slice(-20).map((entry) => `${entry.function}: ${entry.line}`)].join('\n');
  };
  const messages = async () => z.array(Message).parse(await (await local('GET', 'messages')).json());
  return {
    url,
    port,
    messages,
    nextMessage: async (fits, after = 0) => {
      const deadline = Date.now() + MESSAGE_PATIENCE_SECONDS * 1000;
      for (;;) {
        const found = (await messages()).slice(after).find(fits);
        if (found !== undefined) return found;
        if (Date.now() > deadline) throw new Error(`The message did not come in time.\n${await evidence()}`);
        await pause(30);
      }
    },
    advance: async (seconds) => void (await local('POST', 'clock', { advanceSeconds: seconds })),
    cutSockets: async () => void (await local('DELETE', 'sockets')),
    faults: {
      add: async (fault) => void (await local('POST', 'faults', fault)),
      clear: async () => void (await local('DELETE', 'faults')),
    },
    logs,
    // Loaded by whoever needs it; a process for each account would take longer than all else that a test does.
    cli: async (words, stdin = '') => (await import('./command-line.ts')).runHere(words, stdin, { PORT: String(port) }),
  };
}
