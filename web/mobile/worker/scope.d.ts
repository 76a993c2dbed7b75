/** What a service worker has and a page has not, as far as it is used here (W3C Service Workers). */
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

interface NotificationEvent extends ExtendableEvent {
  readonly notification: Notification;
}

interface WindowEventMap {
  install: ExtendableEvent;
  activate: ExtendableEvent;
  fetch: FetchEvent;
  push: ExtendableEvent;
  notificationclick: NotificationEvent;
}

interface WindowClient {
  readonly url: string;
  focus(): Promise<WindowClient>;
}

declare const registration: ServiceWorkerRegistration;
declare const clients: {
  claim(): Promise<void>;
  matchAll(options: { readonly type: 'window' }): Promise<readonly WindowClient[]>;
  openWindow(address: string): Promise<WindowClient | null>;
};
declare function skipWaiting(): Promise<void>;

/** Put in when the portal is built: the app's own files, its icon, the portal's name, and what a push says in each language. */
declare const ASSETS: readonly string[];
declare const ICON: string;
declare const PORTAL: string;
declare const SENTENCES: Readonly<Record<string, string>>;
