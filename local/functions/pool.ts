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

interface Generation {
  readonly plan: FunctionPlan;
  readonly instances: Set<Instance>;
  readonly idle: Instance[];
}

const newGeneration = (plan: FunctionPlan): Generation => ({ plan, instances: new Set(), idle: [] });

/** `platform` is the part of the environment that Lambda itself provides. */
export function createFunction(
  first: FunctionPlan,
  { clock, log, platform }: { clock: Clock; log: Log; platform: Readonly<Record<string, string>> },
): LocalFunction {
  let current = newGeneration(first);
  const waiting: (() => void)[] = [];

  function start(generation: Generation): Instance {
    const { plan } = generation;
    const instance = startInstance(plan, {
      clock: clock.memory,
      env: { ...platform, ...ownEnvironment(plan), ...plan.environment },
      write: (line) => log.write(plan.id, line),
    });
    generation.instances.add(instance);
    return instance;
  }

  async function acquire(): Promise<{ generation: Generation; instance: Instance }> {
    for (;;) {
      const generation = current;
      const idle = generation.idle.pop();
      if (idle !== undefined && !idle.isDead()) return { generation, instance: idle };
      if (idle !== undefined) generation.instances.delete(idle);
      else if (generation.instances.size < MOST_INSTANCES) return { generation, instance: start(generation) };
      else await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }

  function release(generation: Generation, instance: Instance): void {
    if (instance.isDead()) generation.instances.delete(instance);
    else if (generation === current) generation.idle.push(instance);
    else void instance.end();
    waiting.shift()?.();
  }

  async function invoke(event: unknown): Promise<Outcome> {
    const { generation, instance } = await acquire();
    try {
      await instance.ready;
      const outcome = await instance.call(JSON.stringify(event));
      if ('error' in outcome) log.write(generation.plan.id, outcome.error);
      return outcome;
    } catch (error) {
      log.write(generation.plan.id, String(error));
      return { error: String(error) };
    } finally {
      release(generation, instance);
    }
  }

  return {
    plan: () => current.plan,
    invoke,
    replace: async (plan) => {
      const next = newGeneration(plan);
      if (current.instances.size > 0) {
        const instance = start(next);
        await instance.ready;
        next.idle.push(instance);
      }
      const old = current;
      current = next;
      for (const instance of old.idle) void instance.end();
    },
    end: async () => {
      await Promise.all([...current.instances].map((instance) => instance.end()));
    },
  };
}

const ownEnvironment = ({ id, export: name, memoryMegabytes }: FunctionPlan): Record<string, string> => ({
  AWS_LAMBDA_FUNCTION_NAME: id,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
  _HANDLER: `index.${name}`,
});
