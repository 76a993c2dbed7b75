import type { Account } from '../../lambdas/auth/account.ts';
import { isNewSince, type NotMeStore, type Securing } from '../../lambdas/auth/not-me.ts';
import { accountAt, owe, type World } from './memory-world.ts';

/** "It was not me" over maps. */
export function memoryNotMe(world: World): NotMeStore {
  return {
    async look(id, address) {
      const [notMe, account] = [world.links.get(`${id} ${address}`), world.accounts.get(id)];
      return { ...(notMe && { notMe }), ...(account && { account }) };
    },
    devicesSince: async (account, since) =>
      [...world.devices.values()].filter((device) => account.devices?.includes(device.id) && isNewSince(device, since)),
    browsersSince: async (account, since) => world.tallies.knownSince(account, since),
    secure: async (securing) => secure(world, securing),
  };
}

function secure(world: World, securing: Securing): Awaited<ReturnType<NotMeStore['secure']>> {
  const { notMe, account: read, email, phone, idempotencyHash, visit, tell, message } = securing;
  const account = accountAt(world, read.id, read.status, read.epoch);
  const name = `${notMe.account} ${notMe.address}`;
  const link = world.links.get(name);
  const isRead = JSON.stringify(account?.devices) === JSON.stringify(read.devices);
  if (!account || !isRead || link?.madeAt !== notMe.madeAt || link.used) return 'changed';
  if (email) {
    if (world.claims.has(`email#${email.address}`)) return 'address-taken';
    world.claims.delete(`email#${account.email}`);
    world.claims.set(`email#${email.address}`, account.id);
  }
  const gone = new Set(securing.devices.map(({ id }) => id));
  world.links.set(name, { ...link, used: idempotencyHash === undefined ? {} : { idempotencyHash } });
  world.accounts.set(account.id, {
    ...withPhone(withEmail(account, securing), securing),
    status: 'locked',
    locked: { by: securing.lockedBy, at: visit.at },
    epoch: securing.newEpoch,
    ...(gone.size > 0 && { devices: account.devices?.filter((device) => !gone.has(device)) ?? [] }),
  });
  for (const device of securing.devices) world.devices.set(device.id, { ...device, state: 'revoked' });
  for (const browser of securing.browsers) world.tallies.forgetBrowser(account.id, browser);
  const restored = [...(email ? ['email'] : []), ...(phone ? ['phone'] : [])];
  world.entries.push({ account: account.id, event: 'not-me', restored, ...visit });
  for (const { id: device } of securing.devices) {
    world.entries.push({ account: account.id, event: 'device-removed', device, by: 'not-me', ...visit });
  }
  const secured = { id: message, kind: 'account-secured', account: account.id, channel: 'email' } as const;
  const endedPhones = securing.devices.map(({ id }) => id);
  owe(world, { ...secured, to: { email: tell }, createdAt: visit.at, endedPhones });
  return 'secured';
}

function withEmail(account: Account, { email }: Securing): Account {
  if (!email) return account;
  const { emailSince: _, ...rest } = account;
  return { ...rest, email: email.address, ...(email.since !== undefined && { emailSince: email.since }) };
}

function withPhone(account: Account, { phone: before, suspendsPhone }: Securing): Account {
  const { phone, phoneSince: _, ...rest } = account;
  if (before) {
    const since = before.since !== undefined && { phoneSince: before.since };
    return { ...rest, ...(before.number && { phone: before.number }), ...since, channel: before.channel };
  }
  if (!phone || !suspendsPhone) return account;
  return { ...account, phone: { number: phone.number, country: phone.country }, channel: 'email' };
}
