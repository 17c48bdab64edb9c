import { expect, test } from 'vitest';
import { questionOf, wishesOf } from './question.ts';

const [now, hourMs] = [Date.UTC(2025, 11, 10, 14, 5), 3_600_000];

test('a chart is asked about by its own timeframe, or by the hour where it has no states', () => {
  expect(questionOf({ symbol: 'XAUUSD', timeframe: 'H4' }).timeframe).toBe('H4');
  expect(questionOf({ symbol: 'XAUUSD', timeframe: 'M5' }).timeframe).toBe('H1');
});

test('the newest bar is what had closed by the market’s time, and nothing bounds what is known', () => {
  const state = { kind: 'moment', symbol: 'XAUUSD', timeframe: 'H1', atUtcMs: now };
  const wish = { state, asOfUtcMs: null, k: 10, symbols: null };
  expect(wishesOf(questionOf({ symbol: 'XAUUSD', timeframe: 'H1' }), now)).toEqual({
    states: { ...wish, fromUtcMs: null, barsApart: 24 },
    trades: { ...wish, owner: null },
  });
});

test('a bar is asked about from its close on, and as of it nothing that came later counts', () => {
  const openTimeUtcMs = now - 100 * hourMs;
  const question = { ...questionOf({ symbol: 'XAUUSD', timeframe: 'H4' }), openTimeUtcMs, k: 5 };
  const { states } = wishesOf({ ...question, asOf: 'bar', among: 'own' }, now);
  expect(states).toMatchObject({
    state: { atUtcMs: openTimeUtcMs + 4 * hourMs },
    asOfUtcMs: openTimeUtcMs + 4 * hourMs,
    symbols: ['XAUUSD'],
    k: 5,
  });
});
