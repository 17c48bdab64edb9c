import { assertDefined } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { RunData, RunNote } from '#shared/contract/backtest.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { numberAt as at } from '#main/features/columns.ts';
import { defaultCorrelationWindow, type DailyCloses } from '#main/features/correlation.ts';
import type { MarketColumns } from '#main/features/market-columns.ts';
import { estimateSpreads } from '#main/fills/estimate-spread.ts';
import type { SeriesSummary } from '#main/ports/bar-store.ts';
import type { StoredMarket } from '#main/ports/stored-market.ts';
import { buildBars } from './build-bars.ts';
import { chooseSources } from './choose-sources.ts';
import { composeStretches } from './compose-stretches.ts';
import { dataNotes, shorterNote } from './data-notes.ts';
import { decisionColumns } from './decision-columns.ts';
import type { FillColumns } from './fill-by-ticks.ts';
import { findHoles, type RunHole } from './find-holes.ts';
import { knownNews } from './known-news.ts';
import { spreadDefaults, withKnownSpreads } from './known-spreads.ts';
import { loadStretch, type LoadWatch } from './load-stretch.ts';
import { loadTickFills } from './load-tick-fills.ts';
import { marketHoursOf } from './market-hours-of.ts';
import { piecesOf } from './pieces-of.ts';
import type { ResolvedInstrument } from './resolve-instrument.ts';
import { sharedFloat64 } from './shared-float64.ts';
import { countBelow, rowsOf, type Stretch } from './stretch.ts';

export interface MarketWish {
  readonly symbol: string;
  readonly resolved: ResolvedInstrument;
  /** Of the bars; null: as readers choose. */
  readonly source: string | null;
  readonly clockRule: ClockRule;
  /** What strategies decide on, and how many bars before the first decision they need. */
  readonly decisions: readonly { readonly timeframe: Timeframe; readonly lookBackBars: number }[];
  readonly fromUtcMs: number | null;
  readonly toUtcMs: number | null;
  /** See `CostTerms`. */
  readonly rolloverSpreadMultiple: number;
  /** There are other markets in the run: how they move together is to be known. */
  readonly isOneOfSeveral: boolean;
}

/** A symbol's bars for a run: what it is filled on and what is decided on, with where both come from. */
export interface LoadedMarket {
  readonly symbol: string;
  readonly resolved: ResolvedInstrument;
  readonly fills: FillColumns;
  /** Its days begin by this one. */
  readonly clock: BrokerClock;
  readonly decisions: Readonly<Partial<Record<Timeframe, MarketColumns>>>;
  /** DATA_TOO_COARSE for each timeframe that nothing in the range is fine enough to decide on. */
  readonly tooCoarse: readonly Fault[];
  readonly fromUtcMs: number;
  readonly toUtcMs: number;
  readonly pieces: RunData['pieces'];
  readonly holes: readonly RunHole[];
  readonly storedSpreadRatio: number;
  /** From before the run on; null where the run has no other market. */
  readonly daily: DailyCloses | null;
  readonly notes: readonly RunNote[];
}

/**
 * Reads a symbol's stored bars and makes of them what a run needs: fills from the ticks or finest bars of each time, decision bars built from the
 * finest bars up to their own timeframe. DATA_MISSING, RANGE_EMPTY, SOURCE_AMBIGUOUS, INSTRUMENT_MISSING (no spread anywhere).
 */
export async function loadMarket(
  market: StoredMarket,
  wish: MarketWish,
  { ticksMax, ...watch }: LoadWatch & { readonly ticksMax: number },
): Promise<Result<LoadedMarket, Fault>> {
  const { symbol, resolved } = wish;
  const chosen = chooseSources(market, wish);
  if (!chosen.ok) return chosen;
  const { series: summaries, clock } = chosen.value;
  const loaded: Stretch[] = [];
  for (const summary of summaries) loaded.push(await loadStretch(market, { summary, ...spanOf(wish) }, watch));
  const whole = composeStretches(loaded);
  const rows = within(whole, wish);
  if (rows.length === 0) return err(nothingWithin(symbol, summaries));
  const defaults = spreadDefaults(whole, resolved);
  if (!defaults.ok) return defaults;

  const hoursAt = marketHoursOf(whole, resolved, clock);
  const news = knownNews(market.calendar, resolved.instrument);
  const decisions: Partial<Record<Timeframe, MarketColumns>> = {};
  const tooCoarse: Fault[] = [];
  const notes: RunNote[] = [];
  for (const timeframe of new Set(wish.decisions.map((it) => it.timeframe))) {
    const fine = loaded.filter(({ series }) => series.every((it) => isUpTo(it.timeframe, timeframe)));
    const built = fine.length === 0 ? null : buildBars(composeStretches(fine), { timeframe, clock });
    if (built === null || within(built, wish).length === 0) {
      const stored = summaries.map(({ series }) => series.timeframe);
      tooCoarse.push(
        built === null ? nothingFine(symbol, timeframe, stored) : nothingFineThere(symbol, timeframe, wish),
      );
      continue;
    }
    const bars = withKnownSpreads(built, defaults.value);
    const holes = findHoles(bars, { timeframeAt: () => timeframe, clock, hoursAt });
    decisions[timeframe] = decisionColumns(bars, { holes, news });
    notes.push(...shorterNote(symbol, { timeframe, bars, rows }));
  }
  const timeframeAt = (row: number): Timeframe => seriesAt(rows, row).timeframe;
  const holes = findHoles(rows, { timeframeAt, clock, hoursAt });
  const barFills = fillsOf(rows, { clock, defaults: defaults.value, rolloverMultiple: wish.rolloverSpreadMultiple });
  const byTicks = await loadTickFills(
    market,
    { symbol, source: wish.source, barSource: finestSource(summaries), barFills, ticksMax },
    watch,
  );
  const { fills, ticksOfBar } = byTicks;
  const storedSpreadRatio = knownRatio(rows.spread, ticksOfBar);
  const daily = wish.isOneOfSeveral ? buildBars(whole, { timeframe: 'D1', clock }) : null;
  const pieces = piecesOf(rows, { ticksOfBar, source: byTicks.source });
  return ok({
    ...{ symbol, resolved, fills, clock, decisions, tooCoarse, holes, storedSpreadRatio, daily, pieces },
    fromUtcMs: at(rows.openTimeUtcMs, 0),
    toUtcMs: at(rows.closeTimeUtcMs, rows.length - 1),
    notes: [
      ...chosen.value.notes,
      ...byTicks.notes,
      ...notes,
      ...dataNotes({ symbol, resolved, holes, storedSpreadRatio, pieces }),
    ],
  });
}

/** What is loaded: the run's own span, and before it what its first decisions look back on. */
function spanOf({ fromUtcMs, toUtcMs, decisions, resolved, isOneOfSeveral }: MarketWish): {
  readonly fromUtcMs: number;
  readonly toUtcMs: number;
  readonly point: number;
} {
  const { returnsMax } = defaultCorrelationWindow;
  const days = isOneOfSeveral ? [{ timeframe: 'D1', lookBackBars: returnsMax + 1 } as const] : [];
  const beforeMs = Math.max(0, ...[...decisions, ...days].map(lookBackMs));
  const { point } = resolved.instrument;
  return { fromUtcMs: (fromUtcMs ?? -Infinity) - beforeMs, toUtcMs: toUtcMs ?? Infinity, point };
}

/** Two weeks for holidays, and markets rest for a third of the week. */
const lookBackMs = ({ timeframe, lookBackBars }: MarketWish['decisions'][number]): number =>
  Math.ceil(lookBackBars * timeframeDurationMs(timeframe) * 1.6) + 14 * 86_400_000;

const within = (stretch: Stretch, { fromUtcMs, toUtcMs }: Pick<MarketWish, 'fromUtcMs' | 'toUtcMs'>): Stretch =>
  rowsOf(
    stretch,
    countBelow(stretch.openTimeUtcMs, fromUtcMs ?? -Infinity),
    countBelow(stretch.openTimeUtcMs, toUtcMs ?? Infinity),
  );

const isUpTo = (finer: Timeframe, timeframe: Timeframe): boolean =>
  timeframeDurationMs(finer) <= timeframeDurationMs(timeframe);

export const seriesAt = ({ series, seriesOf }: Stretch, row: number): BarSeries =>
  assertDefined(series[seriesOf?.[row] ?? 0], 'the series of a row');

function fillsOf(
  rows: Stretch,
  {
    clock,
    defaults,
    rolloverMultiple,
  }: { readonly clock: BrokerClock; readonly defaults: readonly number[]; readonly rolloverMultiple: number },
): FillColumns {
  const { length, openTimeUtcMs, closeTimeUtcMs, open, high, low, close } = rows;
  const spread = sharedFloat64(length);
  const known = { openTimeUtcMs, stored: rows.spread, defaultByHour: defaults, clock, rolloverMultiple };
  estimateSpreads(known, spread);
  return { length, openTimeUtcMs, closeTimeUtcMs, open, high, low, close, spread };
}

const finestSource = ([finest]: readonly SeriesSummary[]): string =>
  assertDefined(finest, 'a series was chosen').series.source;

function knownRatio(spreads: Float64Array, ticksOfBar: Uint32Array): number {
  let known = 0;
  spreads.forEach((spread, bar) => {
    if (!Number.isNaN(spread) || ticksOfBar[bar] !== 0) known++;
  });
  return known / spreads.length;
}

function nothingWithin(symbol: string, summaries: readonly SeriesSummary[]): Fault {
  const from = new Date(Math.min(...summaries.map(({ firstUtcMs }) => firstUtcMs))).toISOString();
  const to = new Date(Math.max(...summaries.map(({ lastUtcMs }) => lastUtcMs))).toISOString();
  const message = `No bar of ${symbol} lies in the range that was asked for. What is stored goes from ${from.slice(0, 10)} to ${to.slice(0, 10)}.`;
  return fault('RANGE_EMPTY', message, { symbol, storedFrom: from, storedTo: to });
}

const nothingFine = (symbol: string, timeframe: Timeframe, stored: readonly Timeframe[]): Fault =>
  fault(
    'DATA_TOO_COARSE',
    `Decisions are to be made on ${timeframe}, and of ${symbol} only ${stored.join(', ')} is stored. Import finer bars, or decide on ` +
      `${stored[0] ?? 'longer bars'} with --set timeframe=${stored[0] ?? 'D1'}.`,
    { symbol, timeframe, stored: stored.join(', ') },
  );

function nothingFineThere(symbol: string, timeframe: Timeframe, { fromUtcMs, toUtcMs }: MarketWish): Fault {
  const day = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString().slice(0, 10));
  const message =
    `Decisions are to be made on ${timeframe}, and of ${symbol} no bars fine enough for that lie in the range. Import finer bars, or choose another ` +
    'range.';
  return fault('DATA_TOO_COARSE', message, { symbol, timeframe, from: day(fromUtcMs), to: day(toUtcMs) });
}
