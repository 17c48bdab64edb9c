import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utcMs } from '../units/utc-ms.ts';
import { stateId, stateKeyOf, stateOpenTime } from './state-id.ts';

test('a state is named by its bar, and the name leads back to it, whatever the broker calls its symbols', () => {
  expect(stateId({ symbol: 'XAUUSD', source: 'terminal', anchor: 'hour' }, 1583956800000)).toBe(
    'XAUUSD|terminal|hour|1583956800000',
  );
  const word = fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' }).filter((it) => it.length <= 64);
  const anchor = fc.constantFrom('hour', 'ny+7', 'utc-3:30');
  fc.assert(
    fc.property(word, word, anchor, fc.nat(), (symbol, source, anchorName, openTime) => {
      const series = { symbol, source, anchor: anchorName as 'hour' };
      expect(stateKeyOf(stateId(series, openTime))).toEqual({ ...series, openTimeUtcMs: utcMs(openTime) });
      expect(stateOpenTime(stateId(series, openTime))).toBe(openTime);
    }),
  );
});

test('H4 and D1 bear the rule of their anchor', () => {
  expect(stateId({ symbol: 'EURUSD', source: 'my broker', anchor: 'ny+7' }, 7)).toBe('EURUSD|my%20broker|ny+7|7');
});

test('a bar between two names of which one holds a stroke is no bar between two others', () => {
  const [one, other] = [
    { symbol: 'A|B', source: 'C', anchor: 'hour' },
    { symbol: 'A', source: 'B|C', anchor: 'hour' },
  ] as const;
  expect(stateId(one, 5)).not.toBe(stateId(other, 5));
});
