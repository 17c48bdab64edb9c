import { barCloses } from '#shared/market/bar-close.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { hasStates } from '#shared/market/derived-timeframes.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { durationMs, type DurationMs } from '#shared/units/duration-ms.ts';
import { createAtr, resumeAtr } from '#main/features/atr.ts';
import { definedOrNull } from '#main/features/defined-or-null.ts';
import { createDonchianHigh, createDonchianLow, donchianMid } from '#main/features/donchian.ts';
import { createEma, resumeEma } from '#main/features/ema.ts';
import { createRvol, type RvolStream } from '#main/features/rvol.ts';
import type { BarFeature, ValueFeature } from '#main/features/feature.ts';
import { createSma } from '#main/features/sma.ts';
import { createState, rvolPeriods, stateVersion } from '#main/features/state-vector.ts';
import type { DerivedVersion, IndicatorRow } from '#main/ports/indicator-store.ts';
import { spreadsOf } from './spread-of-bar.ts';

/** Names what follows and how each of its numbers is computed. Whatever changes either raises it, and all is derived anew. */
export const derivedVersion: DerivedVersion = { indicators: 2, states: stateVersion };

/** Closed bars in, their numbers and the state out, one bar at a time. Prices are bid prices; null is not defined yet. */
export interface IndicatorRun {
  readonly push: (bar: Bar) => IndicatorRow;
}

/** Of what the bars are, and how they are cut: whether they have states, when they close, and what a point of their spread is. */
export type RunOf = Pick<BarSeries, 'symbol' | 'timeframe' | 'anchor'>;

/** As many bars as the longest recursion needs for its first number: from any later one it can be gone on from. */
const seedBars = 50;

/** As many bars as the state and the indicators need: after these, nothing is undefined any more. No window is longer. */
export const warmUpBars = createState().warmUpBars;

/** So many bars a run is taken up from, if there are as many since its beginning. */
export const takeUpBars = seedBars + warmUpBars;

/** Bars that opened within so long before the last one have a say in the state by their volume, beyond those many; 0 where there are none. */
export const takeUpSpanMs = ({ timeframe }: RunOf): DurationMs => rvolOf(timeframe)?.spanMs ?? durationMs(0);

/** Null where there are no states, which alone are made of it. */
const rvolOf = (timeframe: Timeframe): RvolStream | null =>
  hasStates(timeframe) ? createRvol({ timeframe, periods: rvolPeriods }) : null;

/** From the first bar of a stretch without holes. */
export const startIndicators = (of: RunOf): IndicatorRun =>
  runOf(of, {
    ...{ ema20: createEma(20), ema50: createEma(50), atr14: createAtr(14), atr20: createAtr(20) },
    earlier: [],
  });

/**
 * From `takeUpBars` bars or more, as many as opened within `takeUpSpanMs`, and what `valuesAt` says of the one that has the warm-up still behind it. From
 * there the recursions go on from their numbers while the windows are filled, so that what follows has the same bits as one pass from the first bar on.
 * Null where those numbers are not of a stretch that long.
 */
export function resumeIndicators(
  of: RunOf,
  bars: readonly Bar[],
  valuesAt: (bar: Bar) => IndicatorRow['values'],
): IndicatorRun | null {
  const seed = bars.at(-warmUpBars - 1);
  if (bars.length < takeUpBars || seed === undefined) return null;
  const { ema20, ema50, atr14, atr20 } = valuesAt(seed);
  if (!isNumber(ema20) || !isNumber(ema50) || !isNumber(atr14) || !isNumber(atr20)) return null;
  const run = runOf(of, {
    ema20: resumeEma(20, ema20),
    ema50: resumeEma(50, ema50),
    atr14: resumeAtr(14, { atr: atr14, close: seed.close }),
    atr20: resumeAtr(20, { atr: atr20, close: seed.close }),
    earlier: bars.slice(0, -warmUpBars),
  });
  for (const bar of bars.slice(-warmUpBars)) run.push(bar);
  return run;
}

const isNumber = (value: number | null | undefined): value is number => typeof value === 'number';

interface Beginning {
  readonly ema20: ValueFeature;
  readonly ema50: ValueFeature;
  readonly atr14: BarFeature;
  readonly atr20: BarFeature;
  /** Before the first bar that is pushed: what the volume of later ones is compared with. */
  readonly earlier: readonly Bar[];
}

function runOf(of: RunOf, { ema20, ema50, atr14, atr20, earlier }: Beginning): IndicatorRun {
  const [sma50, sma200] = [createSma(50), createSma(200)];
  const [high20, low20] = [createDonchianHigh(20), createDonchianLow(20)];
  const [high55, low55] = [createDonchianHigh(55), createDonchianLow(55)];
  const closeOf = barCloses(of);
  const state = hasStates(of.timeframe) ? createState() : null;
  const spreadOf = spreadsOf(of.symbol);
  const rvol = rvolOf(of.timeframe);
  const rvolAt = ({ openTimeUtcMs, tickVolume }: Bar): number => rvol?.push(openTimeUtcMs, tickVolume ?? NaN) ?? NaN;
  for (const bar of earlier) rvolAt(bar);
  return {
    push: (bar) => {
      const { openTimeUtcMs, open, high, low, close } = bar;
      const numbers = {
        ema20: ema20.push(close),
        ema50: ema50.push(close),
        sma50: sma50.push(close),
        sma200: sma200.push(close),
        atr14: atr14.push(high, low, close),
        atr20: atr20.push(high, low, close),
        donchianHigh20: high20.push(high),
        donchianLow20: low20.push(low),
        donchianHigh55: high55.push(high),
        donchianLow55: low55.push(low),
      };
      const mids = {
        donchianMid20: donchianMid(numbers.donchianHigh20, numbers.donchianLow20),
        donchianMid55: donchianMid(numbers.donchianHigh55, numbers.donchianLow55),
      };
      const knownAtUtcMs = closeOf(openTimeUtcMs);
      const maskable = { rvol: rvolAt(bar), spread: spreadOf(bar) };
      const seen =
        state?.push({ open, high, low, close, knownAtUtcMs, atr: numbers.atr14, ...numbers, ...maskable }) ?? null;
      return {
        openTimeUtcMs,
        values: valuesOf({ ...numbers, ...mids }),
        state: seen === null ? null : { ...seen, knownAtUtcMs },
      };
    },
  };
}

const valuesOf = (numbers: Readonly<Record<string, number>>): IndicatorRow['values'] =>
  Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, definedOrNull(number)]));
