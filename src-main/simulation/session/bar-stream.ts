import type { BarsBody, WireBar } from '#main/protocol/bar-codec.ts';
import type { Bar } from '#shared/market/bar.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { barsOf } from '../market/bars-of.ts';
import { minuteMs } from '../market/market-source.ts';
import type { PlayedMarket } from './tick-stream.ts';
import { toWireBar } from './to-wire.ts';

const barsPerMessageMax = 200;

/** So many minutes are read for one message at most: a page of days would keep the terminal silent for too long. */
const minutesPerMessageMax = 15_000;

const barsPerMessage = (timeframe: Timeframe): number =>
  Math.min(barsPerMessageMax, Math.ceil((minutesPerMessageMax * minuteMs) / timeframeDurationMs(timeframe)));

/** The closed bars of a timeframe that open from a moment on, as the messages that carry them, oldest first. */
export function* barsSince(
  { source, position, clock }: PlayedMarket,
  wanted: {
    readonly symbol: string;
    readonly timeframe: Timeframe;
    readonly fromUtcMs: UtcMs;
    readonly toUtcMs: UtcMs;
  },
): Generator<BarsBody> {
  const { symbol, timeframe, fromUtcMs, toUtcMs } = wanted;
  const length = barsPerMessage(timeframe);
  let batch: WireBar[] = [];
  const message = (): BarsBody => {
    const body = { symbol, timeframe, bars: batch, forming: null };
    batch = [];
    return body;
  };
  const isWanted = ({ openTimeUtcMs }: Bar): boolean => openTimeUtcMs >= fromUtcMs;
  for (const bar of barsOf(source, { timeframe, fromUtcMs, untilUtcMs: position.minuteUtcMs, clock })) {
    if (bar.openTimeUtcMs > toUtcMs) break;
    if (isWanted(bar) && batch.push(toWireBar(bar, clock)) === length) yield message();
  }
  if (batch.length > 0) yield message();
}
