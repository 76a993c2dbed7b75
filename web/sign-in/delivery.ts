/** Delivery takes a moment or fails soon; after half a minute the person knows better than we do. */
const LOOK_AFTER_SECONDS = [2, 2, 3, 5, 8, 13];

/** Looks a few times, at growing distances, what became of a message. */
export interface DeliveryWatch {
  /** Begins anew: a message was just sent. */
  begin(): void;
  stop(): void;
}

/** `look` asks the server and answers whether the message is still on its way. */
export function watchDelivery(look: () => Promise<'pending' | 'settled'>): DeliveryWatch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const lookAfter = (delays: readonly number[]) => {
    clearTimeout(timer);
    const [delay, ...later] = delays;
    if (delay === undefined) return;
    const mine = setTimeout(async () => {
      const delivery = await look();
      // Not when a newer message has begun its own watch meanwhile.
      if (delivery === 'pending' && timer === mine) lookAfter(later);
    }, delay * 1000);
    timer = mine;
  };
  return {
    begin: () => lookAfter(LOOK_AFTER_SECONDS),
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
