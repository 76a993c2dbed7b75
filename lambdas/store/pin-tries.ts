import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Visit } from '../auth/account.ts';
import { type Device, type DeviceState, PIN_LOCKS, REVOKING_TRIES } from '../auth/device.ts';
import type { BoughtPin, PinTry, UnlockChange, Unlocked } from '../auth/device-store.ts';
import { whyNotBought } from '../auth/pin-tries.ts';
import { conditional, type DocumentClient, type TransactItem } from '../aws/dynamodb.ts';
import { deviceKey, deviceOf, deviceUpdate } from './devices.ts';

/** Tries of PIN or fingerprint: attributes of a phone, a row of table `devices`. */

/** A right PIN or fingerprint of a phone that works: the count is back to 0. */
export function unlocked(table: string, { device, counter }: Unlocked, lastUsed: Visit): TransactItem {
  const update = deviceUpdate(table, device, 'active', { pinTries: 0, lastUsed });
  if (counter === undefined) return { Update: update };
  return {
    Update: {
      ...update,
      UpdateExpression: `${update.UpdateExpression}, fingerprint.#counter = :counter`,
      ConditionExpression: `${update.ConditionExpression} AND fingerprint.#id = :fingerprint`,
      ExpressionAttributeNames: { ...update.ExpressionAttributeNames, '#counter': 'counter', '#id': 'id' },
      ExpressionAttributeValues: {
        ...update.ExpressionAttributeValues,
        ':counter': counter,
        ':fingerprint': device.fingerprint?.id,
      },
    },
  };
}

/** Another PIN or fingerprint, or none, behind what unlocked the phone; on condition that this is what unlocks it still. */
export function unlockChanged(
  table: string,
  { device, counter }: Unlocked,
  change: UnlockChange,
  lastUsed: Visit,
): TransactItem {
  const { fingerprint } = device;
  const counted = counter !== undefined && fingerprint && { fingerprint: { ...fingerprint, counter } };
  const since = { lastUsed, unlockSince: lastUsed.at };
  const update = deviceUpdate(table, device, 'active', { pinTries: 0, ...since, ...counted, ...change });
  const isSame = fingerprint ? 'fingerprint.#id = :fingerprintRead' : 'attribute_not_exists(fingerprint)';
  return {
    Update: {
      ...update,
      ConditionExpression: `${update.ConditionExpression} AND pin.#hash = :pinRead AND ${isSame}`,
      ExpressionAttributeNames: {
        ...update.ExpressionAttributeNames,
        '#hash': 'hash',
        ...(fingerprint && { '#id': 'id' }),
      },
      ExpressionAttributeValues: {
        ...update.ExpressionAttributeValues,
        ':pinRead': device.pin.hash,
        ...(fingerprint && { ':fingerprintRead': fingerprint.id }),
      },
    },
  };
}

/** One try more, on condition that none is owed a wait, and that its request has a newer nonce than the last. */
export async function buyPinTry(
  client: DocumentClient,
  table: string,
  device: Device,
  { request, nonceAt, now }: PinTry,
): Promise<BoughtPin> {
  const locks = PIN_LOCKS.map((_, i) => `(pinTries <> :tries${i} OR pinAt <= :since${i})`);
  const values = PIN_LOCKS.map(({ tries, seconds }, i) => [
    [`:tries${i}`, tries],
    [`:since${i}`, now - seconds * 1000],
  ]);
  const bought = await conditional(() =>
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: deviceKey(device),
        UpdateExpression: 'SET pinTries = pinTries + :one, pinAt = :now, pinRequest = :request, pinNonceAt = :nonce',
        ConditionExpression: `#state = :active AND pinNonceAt < :nonce AND pinTries < :most AND ${locks.join(' AND ')}`,
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':active': 'active' satisfies DeviceState,
          ':one': 1,
          ':now': now,
          ':request': request,
          ':nonce': nonceAt,
          ':most': REVOKING_TRIES,
          ...Object.fromEntries(values.flat()),
        },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  if ('failed' in bought) return whyNotBought(deviceOf(bought.failed), { request, nonceAt, now });
  const after = deviceOf(bought.done.Attributes);
  return after ? { outcome: 'bought', device: after } : { outcome: 'gone' };
}
