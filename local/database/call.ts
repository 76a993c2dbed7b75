import { type Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';

/** Calls an operation of DynamoDB or DynamoDB Streams. Rejects with an error named like the service's. */
export type Call = (operation: string, input: unknown) => Promise<unknown>;

interface Connection {
  readonly port: number;
  readonly agent: Agent;
  readonly authorization: string;
}

const Failure = z.object({
  __type: z._default(z.string(), 'Unknown'),
  message: z.optional(z.string()),
  Message: z.optional(z.string()),
});
/** DynamoDB Local fails now and then while an index is being made; the SDK would try again too. */
const TRIES = 4;
const PAUSE_MILLISECONDS = 100;

/** Calls over this connection; what fails within the database is tried again. */
export function callOver(connection: Connection): Call {
  return async (operation, input) => {
    for (let tried = 1; ; tried += 1) {
      try {
        return await post(connection, operation, input);
      } catch (error) {
        const isWithin = error instanceof Error && ['InternalFailure', 'InternalServerError'].includes(error.name);
        if (!isWithin || tried === TRIES) throw error;
        await pause(PAUSE_MILLISECONDS);
      }
    }
  };
}

function post({ port, agent, authorization }: Connection, operation: string, input: unknown): Promise<unknown> {
  const body = JSON.stringify(input);
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
    'x-amz-target': operation,
    authorization,
  };
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, method: 'POST', path: '/', agent, headers }, async (response) => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        const answer: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
        if (response.statusCode === 200) return resolve(answer);
        const failure = Failure.parse(answer);
        const error = new Error(failure.message ?? failure.Message ?? '');
        error.name = failure.__type.split('#').at(-1) ?? '';
        reject(error);
      } catch (error) {
        reject(error);
      }
    })
      .on('error', reject)
      .end(body);
  });
}
