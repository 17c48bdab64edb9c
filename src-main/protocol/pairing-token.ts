import { assert } from '#shared/base/assert.ts';
import type { Brand } from '#shared/base/brand.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { base32 } from './base32.ts';

/**
 * The secret that app and terminal share: `v1.` and at least 160 random bits in base32, in this one spelling. The ASCII bytes of the whole
 * text are the HMAC key, so that the adviser needs no base32 of its own.
 */
export type PairingToken = Brand<string, 'PairingToken'>;

export const pairingTokenBytes = 20;

export function makePairingToken(randomBytes: Uint8Array): PairingToken {
  const { length } = randomBytes;
  assert(
    length >= pairingTokenBytes && length <= 40,
    `a pairing token is made of 20 to 40 random bytes, not ${length}`,
  );
  return `v1.${base32(randomBytes)}` as PairingToken;
}

const tokenPattern = /^V1\.([A-Z2-7]{32,64})$/;

/** Reads a token as a person pasted it: white space around it and lower case are forgiven. The fault never repeats the token. */
export function parsePairingToken(text: string): Result<PairingToken, Fault> {
  const [, secret] = tokenPattern.exec(text.trim().toUpperCase()) ?? [];
  return secret === undefined ? err(notAToken) : ok(`v1.${secret}` as PairingToken);
}

const notAToken = fault(
  'VALUE_INVALID',
  'This is not a pairing token. It starts with "v1." and at least 32 letters and digits follow; copy it again from the cockpit.',
);
