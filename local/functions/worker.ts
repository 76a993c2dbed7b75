/**
 * One environment of a function, as a worker thread: loads the bundle, then answers one call at a time. Everything
 * arrives in `workerData` and messages; this file imports no other, because it runs on its own.
 */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Boot, Call, Reply } from './messages.ts';

const boot: Boot = workerData;
const RESPONSE_LIMIT_BYTES = 6 * 1024 * 1024;

/** The bundle must never see the real clock, so this comes before it is loaded. */
function installClock(memory: SharedArrayBuffer): void {
  const offset = new Float64Array(memory);
  const RealDate = Date;
  const now = () => RealDate.now() + (offset[0] ?? 0);
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, parts, newTarget) => Reflect.construct(target, parts.length === 0 ? [now()] : parts, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
}

/** What the runtime hands a handler as its second argument. */
function contextOf(call: Call) {
  const ends = performance.now() + boot.timeoutSeconds * 1000;
  return {
    functionName: boot.id,
    functionVersion: '$LATEST',
    invokedFunctionArn: boot.arn,
    memoryLimitInMB: String(boot.memoryMegabytes),
    awsRequestId: call.requestId,
    logGroupName: `/aws/lambda/${boot.id}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(ends - performance.now())),
  };
}

async function answer(handler: (event: unknown, context: unknown) => unknown, call: Call): Promise<Reply> {
  try {
    process.env._X_AMZN_TRACE_ID = `Root=1-00000000-${call.requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`;
    const result = JSON.stringify((await handler(JSON.parse(call.payload), contextOf(call))) ?? null);
    if (Buffer.byteLength(result) > RESPONSE_LIMIT_BYTES) throw new Error('The answer is larger than 6 MB.');
    return { result };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

installClock(boot.clock);
const bundle = createRequire(boot.module)(boot.module);
const handler = bundle[boot.export];
if (typeof handler !== 'function') throw new Error(`${boot.module} exports no function named ${boot.export}.`);
parentPort?.on('message', async (call: Call) => parentPort?.postMessage(await answer(handler, call)));
parentPort?.postMessage('ready');
