import { hint } from '../shared/hints.ts';
import type { Bytes } from './keys/bytes.ts';

/** One account on this phone, with its keys: none of them can be exported. */
export interface Profile {
  readonly device: string;
  readonly account: string;
  /** Of the person, as the portal said when the phone was activated. */
  readonly person: string;
  readonly email: string;
  /** Key of possession, private half. */
  readonly possession: CryptoKey;
  /** What a PIN becomes a key with. */
  readonly pinKey: CryptoKey;
  readonly salt: Bytes;
  /** Id of the credential, if a finger or face unlocks it. */
  readonly fingerprint?: string;
}

/** What is left of a profile when the browser has thrown its keys away. */
export type LostProfile = Pick<Profile, 'device' | 'person' | 'email'>;

const DATABASE = 'gatehouse-phone';
const STORE = 'profiles';

/** Names of the profiles, apart from their keys: so that a loss of keys is noticed. */
const names = hint('localStorage', 'gatehouse.phone-profiles');

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'device' });
  return settled(request);
}

async function inStore<Result>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await open();
  try {
    const transaction = database.transaction(STORE, mode);
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await settled(work(transaction.objectStore(STORE)));
    await done;
    return result;
  } finally {
    database.close();
  }
}

function readNames(): readonly LostProfile[] {
  return JSON.parse(names.read() ?? '[]') as readonly LostProfile[];
}

function writeName({ device, person, email }: LostProfile): void {
  const others = readNames().filter((name) => name.device !== device);
  names.write(JSON.stringify([...others, { device, person, email }]));
}

/** The profiles of this phone, and those whose keys are gone. Rejects when this browser keeps nothing. */
export async function readProfiles(): Promise<{
  readonly profiles: readonly Profile[];
  readonly lost: readonly LostProfile[];
}> {
  const profiles: readonly Profile[] = await inStore('readonly', (store) => store.getAll());
  const lost = readNames().filter(({ device }) => !profiles.some((profile) => profile.device === device));
  return { profiles, lost };
}

/** Keeps a profile, in place of what there was of it. */
export async function writeProfile(profile: Profile): Promise<void> {
  await inStore('readwrite', (store) => store.put(profile));
  writeName(profile);
}

/** Takes a profile and its keys away. */
export async function removeProfile(device: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(device));
  names.write(JSON.stringify(readNames().filter((name) => name.device !== device)));
}

/** Asks the browser to keep the keys even when space is short; it may say no. */
export async function keepForGood(): Promise<void> {
  await navigator.storage?.persist?.().catch(() => false);
}
