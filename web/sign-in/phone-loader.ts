import { find } from '../shared/dom.ts';
import { problems } from '../shared/form-words.ts';
import { messageAt } from '../shared/message.ts';
import type { PhoneSignIn } from './phone/main.ts';
import type { PhoneWords } from './phone/words.ts';

/** Personal Mobile, as far as it has been loaded. */
export interface PhoneLoader {
  open(): Promise<void>;
  close(): void;
}

function addStyle(href: string): Promise<void> {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  return new Promise((resolve, reject) => {
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => reject(new Error(`No style at ${href}`)));
    document.head.append(link);
  });
}

/** Its script, style and words are fetched when it is chosen first: who types a password does not wait for them. */
export function createPhoneLoader(signedIn: () => void): PhoneLoader {
  const { script = '', style = '', words = '' } = find('mobile-panel', HTMLElement).dataset;
  let loaded: Promise<PhoneSignIn> | undefined;
  let isLoaded = false;
  let isOpen = false;
  /** Sign In was pressed before there was anybody to hear it. */
  let isPressed = false;
  const form = document.getElementById('phone-form');
  form?.addEventListener('submit', () => {
    isPressed ||= !isLoaded;
  });

  const load = async (): Promise<PhoneSignIn> => {
    const module: Promise<typeof import('./phone/main.ts')> = import(script);
    const texts: Promise<PhoneWords> = fetch(words).then((response) => response.json());
    const [{ createPhoneSignIn }, said] = await Promise.all([module, texts, addStyle(style)]);
    isLoaded = true;
    return createPhoneSignIn(said, signedIn);
  };
  return {
    async open() {
      isOpen = true;
      messageAt('phone-message').clear();
      loaded ??= load();
      try {
        const phone = await loaded;
        // Another way may have been chosen meanwhile.
        if (isOpen) await phone.open();
        if (isPressed && form instanceof HTMLFormElement) form.requestSubmit();
        isPressed = false;
      } catch {
        loaded = undefined;
        messageAt('phone-message').tell('bad', problems.network);
      }
    },
    close() {
      isOpen = false;
      void loaded?.then((phone) => isOpen || phone.close()).catch(() => {});
    },
  };
}
