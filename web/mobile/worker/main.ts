/// <reference path="./scope.d.ts" />

/** The worker of the phone's app: shows it without a network, and tells of what waits. It never sees the API. */

const APP = '/mobile/';
/** A new build is a new worker, and a new worker a new cache. */
const CACHE = `app ${ASSETS.join(' ')}`;
const PATIENCE_MILLISECONDS = 4000;

addEventListener('install', (event) => {
  const fill = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll([APP, ...ASSETS]);
    await skipWaiting();
  };
  event.waitUntil(fill());
});

addEventListener('activate', (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(
      names.filter((name) => name.startsWith('app ') && name !== CACHE).map((name) => caches.delete(name)),
    );
    await clients.claim();
  };
  event.waitUntil(tidy());
});

/** The page of now, and the last one that was seen where there is no network. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
    if (response.ok) await cache.put(APP, response.clone());
    return response;
  } catch {
    return (await cache.match(APP)) ?? Response.error();
  }
}

const asset = async (request: Request): Promise<Response> => (await caches.match(request)) ?? fetch(request);

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.method !== 'GET') return;
  if (request.mode === 'navigate' && pathname === APP) event.respondWith(page(request));
  else if (ASSETS.includes(pathname)) event.respondWith(asset(request));
});

// A push says nothing but that something waits: what it is, the app asks.
addEventListener('push', (event) => {
  const locale = location.search.slice(1);
  const body = SENTENCES[locale] ?? Object.values(SENTENCES)[0] ?? '';
  event.waitUntil(registration.showNotification(PORTAL, { body, tag: 'waiting', icon: ICON, lang: locale }));
});

async function openApp(): Promise<void> {
  const windows = await clients.matchAll({ type: 'window' });
  const open = windows.find(({ url }) => new URL(url).pathname === APP);
  await (open ? open.focus() : clients.openWindow(APP));
}

addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openApp());
});
