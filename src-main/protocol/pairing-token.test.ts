import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base32 } from './base32.ts';
import { makePairingToken, parsePairingToken } from './pairing-token.ts';

test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('writes %j in base32 as RFC 4648 does, without padding', (text, encoded) => {
  expect(base32(new TextEncoder().encode(text))).toBe(encoded);
});

test('reads every token that it makes, as a person may paste it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 40 }), (bytes) => {
      const token = makePairingToken(bytes);
      expect(parsePairingToken(token)).toEqual({ ok: true, value: token });
      expect(parsePairingToken(`  ${token.toLowerCase()}\n`)).toEqual({ ok: true, value: token });
    }),
  );
});

test.each([
  '',
  'v1.',
  'v2.AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQT',
  'v1.TOOSHORT',
  `v1.${'1'.repeat(32)}`,
  `v1.${'A'.repeat(65)}`,
])('refuses %j without repeating it', (text) => {
  const parsed = parsePairingToken(text);
  expect(parsed).toMatchObject({ ok: false, error: { code: 'VALUE_INVALID', facts: {} } });
  if (text.length > 3) expect(JSON.stringify(parsed)).not.toContain(text);
});

test('makes no token of too little or too much randomness', () => {
  expect(() => makePairingToken(new Uint8Array(19))).toThrow('20 to 40 random bytes');
  expect(() => makePairingToken(new Uint8Array(41))).toThrow('20 to 40 random bytes');
});
