import { hashToken, type KeyRing, pseudonym } from './tokens.ts';

/** The name under which an account's browsers keep the token they are known by. */
export const knownName = (keys: KeyRing, account: string): string => pseudonym(keys, 'known', account).slice(0, 12);

/** The hash under which an account keeps a known browser's token; another account keeps another. */
export const knownHash = (account: string, token: string): string => knownHashOf(account, hashToken(token));

/** The same, of a token's hash: a flow that has no account yet keeps that. */
export const knownHashOf = (account: string, tokenHash: string): string => hashToken(`${account}.${tokenHash}`);
