import { afterEach, beforeEach, expect, test } from 'vitest';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { MarketState } from '#main/ports/indicator-store.ts';
import type { Situation } from '#main/ports/situation-store.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';

let market: TemporaryMarket;

beforeEach(() => {
  market = temporaryMarket();
});

afterEach(() => {
  market[Symbol.dispose]();
});

const state: MarketState = { vector: Float32Array.of(1 / 3, -1), knownAtUtcMs: utcMs(900), regime: 'range' };

const situation = (key: string, more: Partial<Situation> = {}): Situation => ({
  ...{ kind: 'trade', key, symbol: 'XAUUSD', timeframe: 'H1', atUtcMs: utcMs(1000) },
  ...more,
});

test('a situation is found as it was saved, with its state or without, until it is removed', () => {
  const { situations } = market.store;
  situations.save(situation('88#1'), state, 1);
  situations.save(situation('88#1', { kind: 'signal' }), null, 1);
  const again = market.reopen().situations;
  expect(again.find('trade', '88#1')).toEqual({ ...situation('88#1'), state });
  expect(again.find('signal', '88#1')).toEqual({ ...situation('88#1', { kind: 'signal' }), state: null });
  again.remove({ kind: 'trade', key: '88#1' });
  expect([again.find('trade', '88#1'), again.find('trade', 'nobody')]).toEqual([null, null]);
  expect(again.find('signal', '88#1')).not.toBeNull();
  again.save(situation('88#1', { symbol: 'EURUSD' }), null, 2);
  expect(again.find('trade', '88#1')).toMatchObject({ symbol: 'EURUSD', state: null });
});

test('what says the same leaves no revision, removing twice neither', () => {
  const { situations, vectorFeed } = market.store;
  situations.save(situation('88#1'), state, 1);
  situations.save(situation('88#1'), { ...state, vector: Float32Array.from(state.vector) }, 1);
  expect(vectorFeed.newest()).toBe(1);
  for (const [index, other] of [
    { ...state, regime: 'trendUp' as const },
    { ...state, knownAtUtcMs: utcMs(901) },
    { ...state, vector: Float32Array.of(1 / 3, 1) },
    null,
  ].entries()) {
    situations.save(situation('88#1'), other, 1);
    expect(vectorFeed.newest()).toBe(index + 2);
  }
  situations.remove(situation('88#1'));
  situations.remove(situation('88#1'));
  expect(vectorFeed.newest()).toBe(6);
});

test('those of a symbol and timeframe from a moment on come in their order, page by page', () => {
  const { situations } = market.store;
  const all = [
    situation('b', { atUtcMs: utcMs(1000) }),
    situation('c', { atUtcMs: utcMs(1000) }),
    situation('a', { atUtcMs: utcMs(1001), kind: 'signal' }),
    situation('a', { atUtcMs: utcMs(1001) }),
    situation('z', { atUtcMs: utcMs(2000), kind: 'signal' }),
  ];
  for (const it of all.toReversed()) situations.save(it, null, 1);
  situations.save(situation('early', { atUtcMs: utcMs(999) }), null, 1);
  situations.save(situation('other', { symbol: 'EURUSD' }), null, 1);
  situations.save(situation('longer', { timeframe: 'H4' }), null, 1);
  situations.save(situation('gone'), state, 1);
  situations.remove(situation('gone'));
  const span = { symbol: 'XAUUSD', timeframe: 'H1', fromUtcMs: utcMs(1000), limit: 2 } as const;
  const pages: Situation[][] = [];
  for (let after: Situation | null = null; ; after = pages.at(-1)?.at(-1) ?? null) {
    const page = situations.at({ ...span, after });
    if (page.length === 0) break;
    pages.push([...page]);
  }
  expect(pages).toEqual([all.slice(0, 2), all.slice(2, 4), all.slice(4)]);
});

test('each symbol and timeframe in which something stands is told once', () => {
  const { situations } = market.store;
  expect(situations.markets()).toEqual([]);
  for (const key of ['1#1', '2#1']) {
    situations.save(situation(key), state, 1);
    situations.save(situation(key, { kind: 'signal', symbol: 'EURUSD', timeframe: 'M15' }), null, 1);
  }
  situations.save(situation('3#1', { timeframe: 'H4' }), null, 1);
  expect(situations.markets()).toEqual([
    { symbol: 'EURUSD', timeframe: 'M15' },
    { symbol: 'XAUUSD', timeframe: 'H1' },
    { symbol: 'XAUUSD', timeframe: 'H4' },
  ]);
});
