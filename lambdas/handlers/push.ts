import { openSocket } from '../auth/socket.ts';
import { parseKeyRing } from '../auth/tokens.ts';
import { documentClient } from '../aws/dynamodb.ts';
import { secretReader } from '../aws/secrets.ts';
import { env } from '../env.ts';
import { connectEndpoint } from '../http/connect.ts';
import { socketStore } from '../store/sockets.ts';

const clock = Date.now;
const { origin, originSecrets } = env;
const store = socketStore(documentClient(), {
  accounts: env.table('accounts'),
  connections: env.table('connections'),
  devices: env.table('devices'),
  flows: env.table('flows'),
});
const keys = secretReader(env.secretId('keys'), parseKeyRing, clock);

export const handler = connectEndpoint((request) => openSocket({ store, keys, origin }, request), {
  clock,
  origin,
  originSecrets,
});
