import { describe, expect, it } from 'vitest';
import {
  invitationToken,
  isInvitationToken,
  isTemporaryPassword,
  type MailedSecret,
  temporaryPassword,
} from '../../lambdas/auth/mailed-secrets.ts';
import type { KeyRing } from '../../lambdas/auth/tokens.ts';

const before: KeyRing = { current: 'k1', keys: { k1: 'a'.repeat(64) } };
/** The same ring, after a key was added and made the current one. */
const after: KeyRing = { current: 'k2', keys: { ...before.keys, k2: 'b'.repeat(64) } };
const withoutOld: KeyRing = { current: 'k2', keys: { k2: 'b'.repeat(64) } };

const keyless: MailedSecret = { kind: 'invitation', account: 'anna', epoch: 'e1', expiresAt: 1000 };
const temporary: MailedSecret = { ...keyless, kind: 'temporary-password' };

describe('a mailed secret', () => {
  it('is derived from its key, whichever is current', () => {
    const secret = { ...keyless, keyId: 'k1' };
    expect(invitationToken(after, secret)).toBe(invitationToken(before, secret));
    expect(invitationToken(withoutOld, secret)).toBeUndefined();
    expect(isInvitationToken(withoutOld, secret, 'anna.')).toBe(false);
  });

  it('of an operator, who names no key, counts for whichever key was current when it was sent', () => {
    for (const sent of [before, after]) {
      const token = invitationToken(sent, keyless) ?? '';
      expect(token).toMatch(/^anna\.[\w-]{43}$/);
      expect(isInvitationToken(after, keyless, token)).toBe(true);
      expect(isTemporaryPassword(after, temporary, temporaryPassword(sent, temporary) ?? '')).toBe(true);
    }
    expect(isInvitationToken(withoutOld, keyless, invitationToken(before, keyless) ?? '')).toBe(false);
  });

  it('is another for another end, epoch, account or kind', () => {
    const token = invitationToken(before, keyless) ?? '';
    for (const other of [
      { expiresAt: 1001 },
      { epoch: 'e2' },
      { account: 'eve' },
      { kind: 'temporary-password' },
    ] as const) {
      expect(isInvitationToken(before, { ...keyless, ...other }, token)).toBe(false);
    }
    for (const wrong of ['', 'anna.', `${token}x`, token.slice(0, -1), token.replace('anna', 'eve')]) {
      expect(isInvitationToken(before, keyless, wrong)).toBe(false);
    }
  });
});

describe('a temporary password', () => {
  it('is three groups of four, and counts however they are typed', () => {
    const password = temporaryPassword(before, temporary) ?? '';
    expect(password).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
    for (const typed of [
      password,
      password.toUpperCase(),
      password.replaceAll('-', ''),
      ` ${password.replaceAll('-', ' ')} `,
    ]) {
      expect(isTemporaryPassword(before, temporary, typed)).toBe(true);
    }
    for (const typed of ['', '-', password.slice(1), `${password}2`]) {
      expect(isTemporaryPassword(before, temporary, typed)).toBe(false);
    }
  });
});
