import type { Bar } from '#shared/market/bar.ts';
import { createAtr, resumeAtr } from '#main/features/atr.ts';
import { definedOrNull } from '#main/features/defined-or-null.ts';
import { createDonchianHigh, createDonchianLow, donchianMid } from '#main/features/donchian.ts';
import { createEma, resumeEma } from '#main/features/ema.ts';
import type { BarFeature, ValueFeature } from '#main/features/feature.ts';
import { createSma } from '#main/features/sma.ts';
import type { DerivedVersion, IndicatorRow } from '#main/ports/indicator-store.ts';

/** Names the set below and how each of its numbers is computed. Whatever changes either raises it, and all is derived anew. */
export const derivedVersion: DerivedVersion = { indicators: 1, states: 1 };

/** Closed bars in, their numbers out, one bar at a time. Prices are bid prices; null is not defined yet. */
export interface IndicatorRun {
  readonly push: (bar: Bar) => IndicatorRow['values'];
}

/** As many bars as the longest of them needs, and more than any window or seed: after these, nothing is undefined any more. */
export const warmUpBars = 200;

/** From the first bar of a stretch without holes. */
export const startIndicators = (): IndicatorRun =>
  runOf(createWindows(), {
    ema20: createEma(20),
    ema50: createEma(50),
    atr14: createAtr(14),
    atr20: createAtr(20),
  });

/**
 * From the numbers of the last of `warmUpBars` bars: windows are filled from the bars, recursions go on from their numbers, and what follows has the
 * same bits as one pass from the first bar on. Null where the numbers are not those of a stretch that long.
 */
export function resumeIndicators(values: IndicatorRow['values'], bars: readonly Bar[]): IndicatorRun | null {
  const { ema20, ema50, atr14, atr20 } = values;
  const close = bars.at(-1)?.close;
  if (bars.length < warmUpBars || close === undefined) return null;
  if (!isNumber(ema20) || !isNumber(ema50) || !isNumber(atr14) || !isNumber(atr20)) return null;
  const windows = createWindows();
  for (const bar of bars) windows.push(bar);
  return runOf(windows, {
    ema20: resumeEma(20, ema20),
    ema50: resumeEma(50, ema50),
    atr14: resumeAtr(14, { atr: atr14, close }),
    atr20: resumeAtr(20, { atr: atr20, close }),
  });
}

const isNumber = (value: number | null | undefined): value is number => typeof value === 'number';

interface Recursions {
  readonly ema20: ValueFeature;
  readonly ema50: ValueFeature;
  readonly atr14: BarFeature;
  readonly atr20: BarFeature;
}

function runOf(windows: IndicatorRun, { ema20, ema50, atr14, atr20 }: Recursions): IndicatorRun {
  return {
    push: (bar) => {
      const { high, low, close } = bar;
      return {
        ema20: definedOrNull(ema20.push(close)),
        ema50: definedOrNull(ema50.push(close)),
        atr14: definedOrNull(atr14.push(high, low, close)),
        atr20: definedOrNull(atr20.push(high, low, close)),
        ...windows.push(bar),
      };
    },
  };
}

function createWindows(): IndicatorRun {
  const sma50 = createSma(50);
  const sma200 = createSma(200);
  const high20 = createDonchianHigh(20);
  const low20 = createDonchianLow(20);
  const high55 = createDonchianHigh(55);
  const low55 = createDonchianLow(55);
  return {
    push: ({ high, low, close }) => {
      const [top20, bottom20] = [high20.push(high), low20.push(low)];
      const [top55, bottom55] = [high55.push(high), low55.push(low)];
      return {
        sma50: definedOrNull(sma50.push(close)),
        sma200: definedOrNull(sma200.push(close)),
        donchianHigh20: definedOrNull(top20),
        donchianLow20: definedOrNull(bottom20),
        donchianMid20: definedOrNull(donchianMid(top20, bottom20)),
        donchianHigh55: definedOrNull(top55),
        donchianLow55: definedOrNull(bottom55),
        donchianMid55: definedOrNull(donchianMid(top55, bottom55)),
      };
    },
  };
}
