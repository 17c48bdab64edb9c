import { barCloses } from '#shared/market/bar-close.ts';
import { classifyGap } from '#shared/market/classify-gap.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { hoursOfInstrument } from '#shared/market/market-hours.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Side } from '#shared/trading/side.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { BarStore } from '#main/ports/bar-store.ts';

const finestFirst: readonly Timeframe[] = ['M1', 'M5', 'M15', 'H1'];

interface Asked {
  readonly instrument: Instrument;
  readonly side: Side;
  readonly atUtcMs: UtcMs;
  readonly clock: BrokerClock;
}

/**
 * The price at which a position was valued at a past moment: by the last bar that had closed, a sell's with its spread. Null where there is none, or
 * bars are missing between it and the moment: they may be on their way.
 */
export function priceAt(bars: Pick<BarStore, 'chooseSeries' | 'read'>, asked: Asked): number | null {
  const { instrument, side, atUtcMs } = asked;
  for (const timeframe of finestFirst) {
    const series = bars.chooseSeries({ symbol: instrument.symbol, timeframe });
    if (!series.ok || series.value === null) continue;
    const closeOf = barCloses(series.value);
    const last = bars
      .read({ series: series.value, beforeUtcMs: atUtcMs, limit: 2 })
      .findLast(({ openTimeUtcMs }) => closeOf(openTimeUtcMs) <= atUtcMs);
    if (last === undefined || areBarsMissing(asked, { timeframe, lastUtcMs: last.openTimeUtcMs })) continue;
    return last.close + (side === 'sell' ? (last.spreadPoints ?? 0) * instrument.point : 0);
  }
  return null;
}

function areBarsMissing(
  { instrument, atUtcMs, clock }: Asked,
  { timeframe, lastUtcMs }: { readonly timeframe: Timeframe; readonly lastUtcMs: UtcMs },
): boolean {
  const hours = hoursOfInstrument(instrument, { toldAtUtcMs: atUtcMs, clock });
  const gap = { lastBeforeUtcMs: lastUtcMs, firstAfterUtcMs: atUtcMs };
  return classifyGap(gap, { timeframe, clock, hours })?.kind === 'unexpected';
}
