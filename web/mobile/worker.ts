import { pageLocale } from '../shared/dom.ts';

interface ScriptPolicy {
  createScriptURL(address: string): string;
}

declare global {
  interface Window {
    /** Trusted Types, where a browser has them; the address they make is a string to everybody else. */
    readonly trustedTypes?: {
      createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
    };
  }
}

const ADDRESS = '/mobile/sw.js';

/** The one policy of the portal: it knows a single script, in the languages that there are. */
const rules: ScriptPolicy = {
  createScriptURL(address) {
    if (address.split('?')[0] !== ADDRESS) throw new TypeError(`Not the worker of this app: ${address}`);
    return address;
  },
};

/** Starts the worker that shows the app without a network, and notifications in the language of the page. */
export async function startWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const policy = window.trustedTypes?.createPolicy('gatehouse-worker', rules) ?? rules;
  const address = policy.createScriptURL(`${ADDRESS}?${pageLocale()}`);
  await navigator.serviceWorker.register(address, { scope: '/mobile/' }).catch(() => undefined);
}
