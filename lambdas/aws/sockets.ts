import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Sockets } from '../notify/hint.ts';
import { CLIENT_OPTIONS } from './client-options.ts';

/** A hint that is late is of no use: whoever waits asks by himself. So there is one try. */
const patience = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 300, requestTimeout: 800, throwOnRequestTimeout: true },
};

/** The sockets behind that endpoint, `https://ID.execute-api.REGION.amazonaws.com/ws`. */
export function sockets(endpoint: string): Sockets {
  const client = new ApiGatewayManagementApiClient({ ...CLIENT_OPTIONS, ...patience, endpoint });
  return {
    async post(connection, text) {
      const message = new PostToConnectionCommand({ ConnectionId: connection, Data: Buffer.from(text) });
      return (await unlessGone(client.send(message))) ? 'posted' : 'gone';
    },
    async end(connection) {
      await unlessGone(client.send(new DeleteConnectionCommand({ ConnectionId: connection })));
    },
  };
}

/** False when the connection no longer exists. */
async function unlessGone(sending: Promise<unknown>): Promise<boolean> {
  try {
    await sending;
    return true;
  } catch (error) {
    if (error instanceof GoneException) return false;
    throw error;
  }
}
