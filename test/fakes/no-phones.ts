import type { WaitingNeeds } from '../../lambdas/notify/waiting.ts';

/** For a delivery that has nothing to do with phones: nobody has one. */
export const noPhones: WaitingNeeds = {
  connections: { of: async () => [], forget: async () => undefined },
  sockets: { post: async () => 'posted', end: async () => undefined },
  question: async () => ({ devices: [] }),
  push: async () => 'pushed',
  unsubscribe: async () => undefined,
};
