import * as z from 'zod/mini';
import type { PublishedNotices } from '../../lambdas/auth/published-notices.ts';
import { CommandError, usage } from './command-error.ts';
import type { Found } from './portal.ts';

/** What the local run says of itself. */
const Stack = z.object({
  region: z.string(),
  endpoints: z.object({ dynamodb: z.string() }),
  environment: z.record(z.string(), z.string()),
  clockOffsetSeconds: z.number(),
});

const PATIENCE_MILLISECONDS = 5000;

/** The portal that runs on this machine, at the port that `PORT` names. */
export async function findLocal({ PORT = '3000' }: Readonly<Record<string, string | undefined>>): Promise<Found> {
  if (!/^[0-9]{1,5}$/.test(PORT)) throw usage(`PORT is a number, and not "${PORT}".`);
  const { region, endpoints, environment, clockOffsetSeconds } = await ask(`http://localhost:${PORT}`);
  return {
    variables: environment,
    database: {
      endpoint: endpoints.dynamodb,
      region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
    clock: () => Date.now() + clockOffsetSeconds * 1000,
    isDeployed: false,
    publish: (notices) => publish(`http://localhost:${PORT}`, notices),
  };
}

async function publish(origin: string, notices: PublishedNotices): Promise<void> {
  const answer = await fetch(`${origin}/_local/notices`, {
    method: 'PUT',
    body: JSON.stringify(notices),
    signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
  });
  if (!answer.ok) throw new Error(`The local run answered ${answer.status}.`);
}

async function ask(origin: string): Promise<z.infer<typeof Stack>> {
  const said = await fetch(`${origin}/_local/stack`, { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) })
    .then(async (answer): Promise<unknown> => answer.json())
    .catch(() => undefined);
  const stack = Stack.safeParse(said);
  if (stack.success) return stack.data;
  throw new CommandError(
    'not-running',
    `No portal runs at ${origin}. Start it with npm start (and the same PORT), or name a deployed one with --stack NAME.`,
  );
}
