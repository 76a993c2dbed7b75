import { argon2Sync, timingSafeEqual } from 'node:crypto';
import type { Random } from './tokens.ts';

/** Parameters of argon2id (OWASP Password Storage: 19 MiB, two passes, one lane). */
export interface Argon2Cost {
  readonly memoryKibibytes: number;
  readonly passes: number;
  readonly lanes: number;
}

export const COST: Argon2Cost = { memoryKibibytes: 19 * 1024, passes: 2, lanes: 1 };

const SALT_BYTES = 16;
const TAG_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Stands in for the hash of an account that has none, so that the work is the same. No password has it. */
export const DECOY_HASH = `$argon2id$v=19$m=${COST.memoryKibibytes},t=${COST.passes},p=${COST.lanes}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** A PHC string of the password (NFC, NIST SP 800-63B-4, 3.1.1.2) under a new salt. */
export function hashPassword(password: string, random: Random, cost: Argon2Cost = COST): string {
  const salt = random(SALT_BYTES);
  return encode(cost, salt, run(password, salt, cost, TAG_BYTES));
}

/** Whether the password has that hash. Always does the work of hashing once; a malformed hash is a bug and throws. */
export function verifyPassword(password: string, hash: string): boolean {
  const { cost, salt, tag } = decode(hash);
  return timingSafeEqual(run(password, salt, cost, tag.length), tag);
}

/** Whether the hash was made with less than today's parameters. */
export function needsRehash(hash: string, cost: Argon2Cost = COST): boolean {
  const made = decode(hash).cost;
  return made.memoryKibibytes < cost.memoryKibibytes || made.passes < cost.passes || made.lanes < cost.lanes;
}

// The synchronous form keeps 66 MB where the other grows to 181; a function serves one request at a time anyway.
function run(password: string, salt: Buffer, cost: Argon2Cost, tagLength: number): Buffer {
  return argon2Sync('argon2id', {
    message: password.normalize('NFC'),
    nonce: salt,
    memory: cost.memoryKibibytes,
    passes: cost.passes,
    parallelism: cost.lanes,
    tagLength,
  });
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

function encode(cost: Argon2Cost, salt: Buffer, tag: Buffer): string {
  return `$argon2id$v=19$m=${cost.memoryKibibytes},t=${cost.passes},p=${cost.lanes}$${unpadded(salt)}$${unpadded(tag)}`;
}

function decode(hash: string): { cost: Argon2Cost; salt: Buffer; tag: Buffer } {
  const [, memory, passes, lanes, salt, tag] = PHC.exec(hash) ?? [];
  if (!salt || !tag) throw new Error('A password hash is not an argon2id PHC string.');
  return {
    cost: { memoryKibibytes: Number(memory), passes: Number(passes), lanes: Number(lanes) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}
