import type { Page } from 'playwright-core';

/** Wakes the worker as a push service does. */
export async function push(phone: Page): Promise<void> {
  await phone.context().grantPermissions(['notifications']);
  const devtools = await phone.context().newCDPSession(phone);
  const registered = new Promise<string>((resolve) =>
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [one] }) => {
      if (one) resolve(one.registrationId);
    }),
  );
  await devtools.send('ServiceWorker.enable');
  const { origin } = new URL(phone.url());
  await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await registered, data: '' });
}

/** What the worker has shown since; recorded in its place, for not every browser without a window shows notifications. */
export async function watchNotifications(phone: Page): Promise<() => Promise<readonly string[]>> {
  await phone.evaluate(async () => void (await navigator.serviceWorker.ready));
  const [worker] = phone.context().serviceWorkers();
  if (!worker) throw new Error('The app has no worker.');
  const shown = await worker.evaluateHandle(() => {
    const texts: string[] = [];
    const registration: ServiceWorkerRegistration = Reflect.get(globalThis, 'registration');
    registration.showNotification = async (_, { body = '' } = {}) => void texts.push(body);
    return texts;
  });
  return () => shown.jsonValue();
}
