import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SocketStore } from '../auth/socket.ts';
import { conditional, type DocumentClient } from '../aws/dynamodb.ts';
import { connected } from './connections.ts';
import { deviceKey, readPhone } from './devices.ts';
import { readFlow } from './flows.ts';

type Tables = Readonly<Record<'accounts' | 'connections' | 'devices' | 'flows', string>>;

/** What letting a socket in reads and writes. */
export const socketStore = (client: DocumentClient, tables: Tables): SocketStore => ({
  flow: (id) => readFlow(client, tables.flows, id),
  look: (account, device) => readPhone(client, tables, account, device),
  connect: (connection, now) => connected(client, tables.connections, connection, now),

  async spendNonce(device, nonceAt) {
    const spent = await conditional(() =>
      client.send(
        new UpdateCommand({
          TableName: tables.devices,
          Key: deviceKey(device),
          UpdateExpression: 'SET socketAt = :at',
          ConditionExpression: '#state = :state AND (attribute_not_exists(socketAt) OR socketAt < :at)',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':at': nonceAt, ':state': device.state },
        }),
      ),
    );
    return 'done' in spent ? 'spent' : 'stale';
  },
});
