import { type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { Database } from '../database/java.ts';

/** Passes a call on to DynamoDB Local under the key that opens this folder's data. Without `response` the answer goes nowhere. */
export function carryOut(
  database: Database,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = send(
      {
        host: '127.0.0.1',
        port: database.port,
        method: 'POST',
        path: '/',
        agent: database.agent,
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'content-length': body.length,
          'x-amz-target': request.headers['x-amz-target'],
          authorization: database.authorization,
        },
      },
      (answer) => {
        answer.on('end', resolve).on('error', reject);
        if (response === undefined) {
          answer.resume();
          return;
        }
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    call.on('error', reject).end(body);
  });
}
