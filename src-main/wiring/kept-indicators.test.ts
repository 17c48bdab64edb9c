import path from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assert, assertDefined } from '#shared/base/assert.ts';
import { terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import type { Hole } from '#shared/market/hole.ts';
import { price } from '#shared/units/price.ts';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import { IndicatorKeeper } from '#main/memory/indicator-keeper.ts';
import { derivedVersion, startIndicators, warmUpBars } from '#main/memory/indicator-set.ts';
import type { IndicatorRow } from '#main/ports/indicator-store.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { openStoresAt, realClocks } from './open-stores.ts';
import { temporaryDataFolder } from './while-cockpit-runs.suite.ts';

const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M15', source: terminalSource, anchor: 'hour' };
const bars = sampleBars({ count: 700, seed: 12, timeframe: 'M15' });

/** In the stores' files nobody has to tell in time: what a bar changed is undone with the bar, and found at the next start. */
test('the numbers and states in the file are those of one pass, though the program ends without a word after every batch of bars', () => {
  const batch = fc.record({
    from: fc.nat(699),
    count: fc.integer({ min: 1, max: 400 }),
    isCorrection: fc.boolean(),
    workedMs: fc.constantFrom(0, 9_999, 10_001, 10_004),
  });
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 8 }), (batches) => {
      using folder = temporaryDataFolder();
      for (const { from, count, isCorrection, workedMs } of batches) {
        const said = bars.slice(from, from + count);
        using life = startLife(folder.path);
        life.clock.advance(workedMs);
        const raised = said.map((bar) => ({ ...bar, high: price(bar.high + 0.5) }));
        life.market.bars.record([{ series, bars: isCorrection ? raised : said }], null);
      }
      using life = startLife(folder.path);
      life.clock.advance(600_000);
      const range = { series, beforeUtcMs: endOfTimeUtcMs, limit: 1_000 };
      const run = startIndicators(series);
      const onePass = life.market.bars.read(range).map((bar) => run.push(bar));
      const { indicators, outboxDepth } = life.market;
      expect(indicators.read({ ...range, version: derivedVersion })).toEqual(onePass.map(withoutState));
      expect(statesIn(folder.path)).toEqual(onePass.flatMap(packedState));
      expect(outboxDepth()).toBe(0);
    }),
    { numRuns: 15 },
  );
});

test('behind a hole that becomes known no state is left but those that begin anew there, and those before it are as they were', () => {
  using folder = temporaryDataFolder();
  using life = startLife(folder.path);
  life.market.bars.record([{ series, bars }], null);
  life.keeper.changed(series, utcMs(0));
  life.clock.advance(600_000);
  const revisionsBefore = revisionsIn(folder.path);
  const hole: Hole = {
    ...{ fromUtcMs: openingOf(399), toUtcMs: openingOf(400), kind: 'unexpected' },
    ...{ missingBars: 1, attempts: 0, isEmptyAtSource: false },
  };
  life.market.sync.replaceHoles(series, { fromUtcMs: openingOf(0), toUtcMs: openingOf(699) }, [hole]);
  life.keeper.changed(series, openingOf(400));
  life.clock.advance(600_000);
  const [run, behind] = [startIndicators(series), startIndicators(series)];
  const rows = [...bars.slice(0, 400).map((bar) => run.push(bar)), ...bars.slice(400).map((bar) => behind.push(bar))];
  expect(statesIn(folder.path)).toEqual(rows.flatMap(packedState));
  const revisions = revisionsIn(folder.path);
  expect(revisions.slice(0, 400 - warmUpBars + 1)).toEqual(revisionsBefore.slice(0, 400 - warmUpBars + 1));
  expect(Math.min(...revisions.slice(400 - warmUpBars + 1))).toBe(Math.max(...revisionsBefore) + 1);
});

const openingOf = (index: number) => assertDefined(bars[index], 'a bar').openTimeUtcMs;

const withoutState = ({ openTimeUtcMs, values }: IndicatorRow): Omit<IndicatorRow, 'state'> => ({
  openTimeUtcMs,
  values,
});

const packedState = ({ openTimeUtcMs, state }: IndicatorRow) =>
  state === null
    ? []
    : [
        {
          at: openTimeUtcMs,
          known: state.knownAtUtcMs,
          regime: state.regime,
          packed: Buffer.from(state.vector.buffer),
        },
      ];

/** What stands in the file, empty rows left out; this machine's byte order is the file's. */
const statesIn = (folder: string): readonly unknown[] =>
  inFile(folder, (file) =>
    file
      .prepare(
        `SELECT open_time_utc_ms AS at, known_at_utc_ms AS known, regime, packed FROM states
         WHERE packed IS NOT NULL ORDER BY open_time_utc_ms`,
      )
      .all(),
  );

/** Of all rows, by bar. */
const revisionsIn = (folder: string): readonly number[] =>
  inFile(folder, (file) => file.prepare('SELECT revision FROM states ORDER BY open_time_utc_ms').pluck().all()).map(
    Number,
  );

function inFile<Answer>(folder: string, ask: (file: Database.Database) => Answer): Answer {
  const file = new Database(path.join(folder, 'market.db'), { readonly: true });
  try {
    return ask(file);
  } finally {
    file.close();
  }
}

function startLife(folder: string) {
  const { logger } = createRecordingLogger();
  const opened = openStoresAt(folder, logger, realClocks());
  assert(opened.ok, 'the stores open');
  const { stores } = opened.value;
  const { market } = stores;
  const clock = createManualClock();
  const keeper = new IndicatorKeeper({
    bars: market.bars,
    outbox: market.outbox,
    indicators: market.indicators,
    holes: market.sync,
    monotonicClock: clock.monotonic,
    timers: clock.timers,
    logger,
  });
  keeper.start();
  return {
    clock,
    market,
    keeper,
    [Symbol.dispose]: () => {
      keeper[Symbol.dispose]();
      stores[Symbol.dispose]();
    },
  };
}
