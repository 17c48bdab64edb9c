import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { numberAt as at } from '#main/features/columns.ts';
import type { ResolvedInstrument } from './resolve-instrument.ts';
import { sharedFloat64 } from './shared-float64.ts';
import type { Stretch } from './stretch.ts';

const hourMs = 3_600_000;
const hoursOfDay = 24;

const newYorkTradingDay = brokerClock('ny+7');

/**
 * What a spread is taken for in each hour from New York's 17:00 on where a bar does not say it, as a difference of prices: the settings' or the
 * default's word, else the median of what other bars say. INSTRUMENT_MISSING where nothing says it.
 */
export function spreadDefaults(
  { spread }: Stretch,
  { instrument, spreadPointsByHour }: ResolvedInstrument,
): Result<readonly number[], Fault> {
  if (spreadPointsByHour !== null) return ok(spreadPointsByHour.map((points) => points * instrument.point));
  const known = spread.filter((value) => value >= 0).sort();
  const median = known[(known.length - 1) >> 1];
  return median === undefined ? err(noSpread(instrument.symbol)) : ok(Array.from({ length: hoursOfDay }, () => median));
}

/** The bars with the default of its hour wherever a spread is not known. */
export function withKnownSpreads(bars: Stretch, defaultByHour: readonly number[]): Stretch {
  if (!bars.spread.some(Number.isNaN)) return bars;
  const spread = sharedFloat64(bars.length);
  for (let bar = 0; bar < bars.length; bar++) {
    const stored = at(bars.spread, bar);
    spread[bar] = Number.isNaN(stored) ? (defaultByHour[hourOf(at(bars.openTimeUtcMs, bar))] ?? NaN) : stored;
  }
  return { ...bars, spread };
}

const hourOf = (atUtcMs: number): number =>
  Math.floor(newYorkTradingDay.toBroker(utcMs(atUtcMs)) / hourMs) % hoursOfDay;

const noSpread = (symbol: string): Fault =>
  fault(
    'INSTRUMENT_MISSING',
    `No bar of ${symbol} says its spread, and it has no default. Name one in settings.json, such as "instruments": {"${symbol}": {"spreadPoints": 20}}.`,
    { symbol },
  );
