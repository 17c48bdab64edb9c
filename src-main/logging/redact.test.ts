import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '#shared/base/json-value.ts';
import { redact, redacted, redactText } from './redact.ts';

const pairingToken = fc.stringMatching(/^v1\.[A-Z2-7]{32,64}$/);

test('a pairing token is found wherever it stands, at any depth and in either case', () => {
  const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.tuple(fc.string(), pairingToken, fc.boolean()).map(([before, token, isLower]) => {
        return `${before} ${isLower ? token.toLowerCase() : token}`;
      }),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie('tree'), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(JSON.stringify(redact(value))).not.toMatch(/v1\.[a-z2-7]{16}/i);
    }),
  );
});

test.each([
  'token',
  'sessionToken',
  'PASSWORD',
  'passphrase',
  'pairing',
  'clientSecret',
  'Authorization',
  'set-cookie',
  'api_key',
  'key',
])('the value of a member called %s is never written', (name) => {
  expect(redact({ [name]: 'open-sesame', other: [{ [name]: { deep: 'open-sesame' } }] })).toEqual({
    [name]: redacted,
    other: [{ [name]: redacted }],
  });
});

test('secrets in addresses, headers and command lines are cut out of their text', () => {
  expect(
    [
      'GET http://127.0.0.1:4000/?token=open-sesame&symbol=XAUUSD',
      'http://127.0.0.1:4000/#token=open-sesame',
      'Authorization: Bearer open.sesame_+/=~-',
      '--password=open-sesame --symbol XAUUSD',
    ].map(redactText),
  ).toEqual([
    'GET http://127.0.0.1:4000/?token=[redacted]&symbol=XAUUSD',
    'http://127.0.0.1:4000/#token=[redacted]',
    'Authorization: Bearer [redacted]',
    '--password=[redacted] --symbol XAUUSD',
  ]);
});

test('what is no secret stays as it is', () => {
  const facts = { symbol: 'XAUUSD', spread: 20.5, isOpen: true, nothing: null, version: 'v1.2.3', list: [1, 'two'] };
  expect(redact(facts)).toEqual(facts);
});
