import { openSocket } from '../auth/socket.ts';
import { parseKeyRing } from '../auth/tokens.ts';
import { documentClient } from '../aws/dynamodb.ts';
import { secretReader } from '../aws/secrets.ts';
import { env } from '../env.ts';
import type { TablesOf } from '../flows.ts';
import { connectEndpoint } from '../http/connect.ts';
import { socketStore } from '../store/sockets.ts';

const clock = Date.now;
const { origin, originSecrets } = env;
const tables: TablesOf<'push'> = env.tables;
const store = socketStore(documentClient(), tables);
const keys = secretReader(env.secretId('keys'), parseKeyRing, clock);

export const handler = connectEndpoint((request) => openSocket({ store, keys, origin }, request), {
  clock,
  origin,
  originSecrets,
});
