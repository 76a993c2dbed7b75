import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { FunctionPlan } from '../stack/functions.ts';
import { type Instance, type Outcome, startInstance } from './instance.ts';

/** As many as serve two cores well; further calls wait their turn. */
const MOST_INSTANCES = 8;

/** A function that can be called, and swapped for its next version while it is being called. */
export interface LocalFunction {
  readonly plan: () => FunctionPlan;
  /** Never rejects. Errors have been logged. */
  readonly invoke: (event: unknown) => Promise<Outcome>;
  /** The new version starts, takes over, and the old one ends after its last call. Rejects, and changes nothing, when the new one cannot start. */
  readonly replace: (plan: FunctionPlan) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** What all functions share. */
export interface Host {
  readonly clock: Clock;
  readonly log: Log;
  /** The part of the environment that Lambda itself provides. */
  readonly platform: Readonly<Record<string, string>>;
}

interface Generation {
  readonly plan: FunctionPlan;
  readonly instances: Set<Instance>;
  readonly idle: Instance[];
}

interface Pool {
  readonly host: Host;
  /** Calls that wait for an instance. */
  readonly waiting: (() => void)[];
  current: Generation;
}

const newGeneration = (plan: FunctionPlan): Generation => ({ plan, instances: new Set(), idle: [] });

/** Starts nothing: the first call does. */
export function createFunction(first: FunctionPlan, host: Host): LocalFunction {
  const pool: Pool = { host, waiting: [], current: newGeneration(first) };
  return {
    plan: () => pool.current.plan,
    invoke: (event) => invoke(pool, event),
    replace: (plan) => replace(pool, plan),
    end: async () => {
      await Promise.all([...pool.current.instances].map((instance) => instance.end()));
    },
  };
}

async function invoke(pool: Pool, event: unknown): Promise<Outcome> {
  const { generation, instance } = await acquire(pool);
  const report = (line: string) => pool.host.log.write(generation.plan.id, line);
  try {
    await instance.ready;
    const outcome = await instance.call(JSON.stringify(event));
    if ('error' in outcome) report(outcome.error);
    return outcome;
  } catch (error) {
    report(String(error));
    return { error: String(error) };
  } finally {
    release(pool, generation, instance);
  }
}

async function acquire(pool: Pool): Promise<{ generation: Generation; instance: Instance }> {
  for (;;) {
    const generation = pool.current;
    const idle = generation.idle.pop();
    if (idle !== undefined && !idle.isDead()) return { generation, instance: idle };
    if (idle !== undefined) generation.instances.delete(idle);
    else if (generation.instances.size < MOST_INSTANCES) return { generation, instance: start(pool.host, generation) };
    else await new Promise<void>((resolve) => pool.waiting.push(resolve));
  }
}

function release({ current, waiting }: Pool, generation: Generation, instance: Instance): void {
  if (instance.isDead()) generation.instances.delete(instance);
  else if (generation === current) generation.idle.push(instance);
  else void instance.end();
  waiting.shift()?.();
}

function start({ clock, log, platform }: Host, generation: Generation): Instance {
  const { plan } = generation;
  const instance = startInstance(plan, {
    clock: clock.memory,
    env: { ...platform, ...ownEnvironment(plan), ...plan.environment },
    write: (line) => log.write(plan.id, line),
  });
  generation.instances.add(instance);
  return instance;
}

async function replace(pool: Pool, plan: FunctionPlan): Promise<void> {
  const next = newGeneration(plan);
  if (pool.current.instances.size > 0) {
    const instance = start(pool.host, next);
    await instance.ready;
    next.idle.push(instance);
  }
  const old = pool.current;
  pool.current = next;
  for (const instance of old.idle) void instance.end();
  for (const wake of pool.waiting.splice(0)) wake();
}

const ownEnvironment = ({ id, export: name, memoryMegabytes }: FunctionPlan): Record<string, string> => ({
  AWS_LAMBDA_FUNCTION_NAME: id,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
  _HANDLER: `index.${name}`,
});
