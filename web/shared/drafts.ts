/**
 * What somebody has begun to write, kept in this browser by account and ticket until it is sent, the person signs out,
 * somebody else signs in here, or a week has passed. Where a browser forbids storage, nothing is kept.
 */
export interface Draft {
  readonly text: string;
  /** What was uploaded already. */
  readonly files?: readonly DraftFile[];
  readonly subject?: string;
  readonly category?: string;
  readonly priority?: string;
  readonly internal?: boolean;
}

export interface DraftFile {
  readonly attachment: string;
  readonly name: string;
  readonly size: number;
}

const PREFIX = 'gatehouse.draft.';
const KEPT_MILLISECONDS = 7 * 86_400_000;
/** A file that no ticket names is deleted after a day. */
const FILES_KEPT_MILLISECONDS = 20 * 3_600_000;

export interface Drafts {
  read(ticket: string): Draft | undefined;
  /** An empty draft is none. */
  write(ticket: string, draft: Draft): void;
  remove(ticket: string): void;
  /** Signed out deliberately. */
  removeAll(): void;
  /** Another person's, and those that are too old, go. */
  tidy(): void;
}

/** What `Storage` has of it. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** This browser's storage, or one that keeps nothing. */
export function browserStorage(): DraftStorage {
  try {
    return window.localStorage;
  } catch {
    return { length: 0, key: () => null, getItem: () => null, setItem: () => {}, removeItem: () => {} };
  }
}

const isEmpty = ({ text, subject = '', files = [] }: Draft): boolean =>
  text.trim() === '' && subject.trim() === '' && files.length === 0;

/** The drafts of one account. `now`: milliseconds since 1970. */
export function draftsOf(account: string, storage: DraftStorage, now: () => number = Date.now): Drafts {
  const own = `${PREFIX}${account}.`;
  const keys = () => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  const drafts = () => keys().filter((key) => key.startsWith(PREFIX));
  const readKept = (key: string): Draft | undefined => {
    try {
      const { at, files, ...draft } = JSON.parse(storage.getItem(key) ?? '') as Draft & { readonly at: number };
      if (typeof draft.text !== 'string' || now() - at >= KEPT_MILLISECONDS) return undefined;
      return { ...draft, ...(files && now() - at < FILES_KEPT_MILLISECONDS && { files }) };
    } catch {
      return undefined;
    }
  };
  return {
    read: (ticket) => readKept(own + ticket),
    write(ticket, draft) {
      if (isEmpty(draft)) return storage.removeItem(own + ticket);
      try {
        storage.setItem(own + ticket, JSON.stringify({ ...draft, at: now() }));
      } catch {
        // A full storage costs the draft only.
      }
    },
    remove: (ticket) => storage.removeItem(own + ticket),
    removeAll() {
      for (const key of drafts().filter((key) => key.startsWith(own))) storage.removeItem(key);
    },
    tidy() {
      for (const key of drafts().filter((key) => !key.startsWith(own) || !readKept(key))) storage.removeItem(key);
    },
  };
}
