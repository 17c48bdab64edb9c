import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Tick } from '#shared/market/quote.ts';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';

let market: TemporaryMarket;

beforeEach(() => {
  market = temporaryMarket();
});

afterEach(() => {
  market[Symbol.dispose]();
});

const symbol = 'XAUUSD';
const at = (offsetMs: number) => utcMs(sampleStartUtcMs + offsetMs);
const tick = (offsetMs: number, bid = 2000): Tick => sampleQuote({ occurredAtUtcMs: at(offsetMs), bid });
const ticksOf = (...offsets: readonly number[]): readonly Tick[] =>
  offsets.map((offset, index) => tick(offset, 2000 + index));

const append = (ticks: readonly Tick[], isRewind = false): void => {
  const stampMs = ticks.at(-1)?.occurredAtUtcMs ?? 0;
  market.store.ticks.append({ symbol, ticks, cursor: { stampMs, takenAtStamp: 1 }, isRewind });
};

const readAll = (source?: string): readonly Tick[] =>
  market.store.ticks.read({
    symbol,
    beforeUtcMs: endOfTimeUtcMs,
    limit: 100_000,
    ...(source === undefined ? {} : { source }),
  });

test('what the terminal remembers of a span takes the place of what is stored there, and the cursor stays', () => {
  append(ticksOf(0, 10, 10, 20, 30));
  const remembered = ticksOf(10, 10, 12, 29);
  market.store.ticks.fill({ symbol, fromUtcMs: at(10), toUtcMs: at(30), ticks: remembered });
  expect(readAll()).toEqual([tick(0, 2000), ...remembered, tick(30, 2004)]);
  expect(market.store.ticks.cursor(symbol)).toEqual({ stampMs: at(30), takenAtStamp: 1 });
  market.store.ticks.fill({ symbol, fromUtcMs: at(10), toUtcMs: at(30), ticks: remembered });
  expect(readAll()).toHaveLength(6);
  expect(market.store.ticks.summaries()).toMatchObject([{ symbol, count: 6, firstUtcMs: at(0), lastUtcMs: at(30) }]);
});

test('live ticks follow those that a span was filled with', () => {
  append(ticksOf(0));
  market.store.ticks.fill({ symbol, fromUtcMs: at(0), toUtcMs: at(100), ticks: ticksOf(0, 50, 50) });
  append([tick(50, 2009), tick(51)]);
  expect(readAll()).toEqual([...ticksOf(0, 50, 50), tick(50, 2009), tick(51)]);
  expect(() => market.store.ticks.fill({ symbol, fromUtcMs: at(0), toUtcMs: at(9), ticks: [tick(9)] })).toThrow('lies');
});

test('ticks of a file stand beside the terminal’s and have no cursor', () => {
  const { ticks } = market.store;
  ticks.fill({ symbol, source: 'import', fromUtcMs: at(0), toUtcMs: at(100), ticks: ticksOf(1, 2, 3) });
  expect([ticks.cursor(symbol), ticks.summaries(), readAll()]).toEqual([null, [], []]);
  append(ticksOf(2));
  expect([readAll('import'), readAll()]).toEqual([ticksOf(1, 2, 3), ticksOf(2)]);
});

test('retention takes the oldest in slices, within a millisecond too, until the moment is reached', () => {
  append(ticksOf(0, 1, 1, 1, 2, 3, 4));
  const prune = (limit: number) => market.store.ticks.prune({ symbol, beforeUtcMs: at(3), limit });
  expect([prune(2), readAll().length, prune(2), prune(2), prune(2)]).toEqual([2, 5, 2, 1, 0]);
  expect(readAll()).toEqual([tick(3, 2005), tick(4, 2006)]);
  expect(market.store.ticks.summaries()).toMatchObject([{ count: 2, firstUtcMs: at(3) }]);
  expect(market.store.ticks.prune({ symbol: 'EURUSD', beforeUtcMs: at(3), limit: 5 })).toBe(0);
  expect(market.store.ticks.prune({ symbol, beforeUtcMs: endOfTimeUtcMs, limit: 5 })).toBe(2);
  expect(market.store.ticks.summaries()).toMatchObject([{ count: 0, firstUtcMs: null, lastUtcMs: null, bytes: 0 }]);
  append([tick(4), tick(4, 2001)]);
  expect(readAll()).toEqual([tick(4), tick(4, 2001)]);
});

test('a rewind takes the count back with the ticks', () => {
  append(ticksOf(0, 1, 2, 3));
  append([tick(2, 1990)], true);
  expect(readAll()).toEqual([tick(0), tick(1, 2001), tick(2, 1990)]);
  expect(market.store.ticks.summaries()).toMatchObject([{ count: 3 }]);
});

test('ticks that come out of order within one batch keep the order of their millisecond', () => {
  append([tick(5, 2000), tick(7, 2001), tick(5, 2002), tick(7, 2003), tick(5, 2004)]);
  expect(readAll().map(({ bid }) => bid)).toEqual([2000, 2002, 2004, 2001, 2003]);
});

test('the bytes that are told of a symbol are those that its ticks take of the file', () => {
  append(Array.from({ length: 20_000 }, (_, index) => tick(index * 137)));
  const [{ bytes } = { bytes: 0 }] = market.store.ticks.summaries();
  market.reopen();
  const [{ size }] = market.rows(`SELECT sum(pgsize) AS size FROM dbstat WHERE name = 'ticks'`) as [{ size: number }];
  expect(bytes / size).toBeGreaterThan(0.8);
  expect(bytes / size).toBeLessThan(1.25);
});

test('any sequence of live ticks, rewinds, fills and pruning leaves what a plain list would', () => {
  const offsets = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 8 });
  const step = fc.oneof(
    fc.record({ kind: fc.constant('append' as const), offsets, isRewind: fc.boolean() }),
    fc.record({
      kind: fc.constant('fill' as const),
      offsets,
      from: fc.nat(30),
      length: fc.integer({ min: 1, max: 15 }),
    }),
    fc.record({ kind: fc.constant('prune' as const), before: fc.nat(32), limit: fc.integer({ min: 1, max: 6 }) }),
  );
  let run = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const name = `RUN${run++}`;
      let made = 0;
      let plain: readonly Tick[] = [];
      const timeOf = ({ occurredAtUtcMs }: Tick): number => occurredAtUtcMs;
      const ticksAt = (these: readonly number[]): readonly Tick[] =>
        these.map((offset) => ({ ...tick(offset, 2000 + (made++ % 100)), symbol: name }));
      const ordered = (ticks: readonly Tick[]): readonly Tick[] => ticks.toSorted((a, b) => timeOf(a) - timeOf(b));
      for (const it of steps) {
        if (it.kind === 'append') {
          const ticks = ticksAt(it.offsets);
          const first = ticks[0]?.occurredAtUtcMs ?? Infinity;
          plain = ordered([...(it.isRewind ? plain.filter((old) => timeOf(old) < first) : plain), ...ticks]);
          const cursor = { stampMs: 1, takenAtStamp: 1 };
          market.store.ticks.append({ symbol: name, ticks, cursor, isRewind: it.isRewind });
        } else if (it.kind === 'fill') {
          const [fromUtcMs, toUtcMs] = [at(it.from), at(it.from + it.length)];
          const isInside = (time: number): boolean => time >= fromUtcMs && time < toUtcMs;
          const ticks = ticksAt(it.offsets).filter((filled) => isInside(timeOf(filled)));
          plain = ordered([...plain.filter((old) => !isInside(timeOf(old))), ...ticks]);
          market.store.ticks.fill({ symbol: name, fromUtcMs, toUtcMs, ticks });
        } else {
          const { length } = plain.filter((old) => timeOf(old) < at(it.before)).slice(0, it.limit);
          plain = plain.slice(length);
          expect(market.store.ticks.prune({ symbol: name, beforeUtcMs: at(it.before), limit: it.limit })).toBe(length);
        }
      }
      expect(market.store.ticks.read({ symbol: name, beforeUtcMs: endOfTimeUtcMs, limit: 1000 })).toEqual(plain);
      const summary = market.store.ticks.summaries().find((known) => known.symbol === name);
      expect(summary?.count ?? 0).toBe(plain.length);
    }),
    { numRuns: 60 },
  );
});
