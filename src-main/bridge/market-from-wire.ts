import { barSchema, type Bar } from '#shared/market/bar.ts';
import { isQuoteOf, type Tick } from '#shared/market/quote.ts';
import { price } from '#shared/units/price.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { TickCursor } from '#main/ports/tick-store.ts';
import type { BarsBody, WireBar } from '#main/protocol/bar-codec.ts';
import type { TicksBody } from '#main/protocol/tick-codec.ts';

/**
 * The ticks that are quotes. A broker's odd one (a zero bid, bid above ask) is refused and counted, not the connection with it: the cursor
 * goes past it, or the terminal would send it for ever.
 */
export function ticksFromWire(
  { symbol, takenAtStamp, ticks }: TicksBody,
  clock: BrokerClock,
): { readonly ticks: readonly Tick[]; readonly cursor: TickCursor; readonly refused: number } {
  const quotes: Tick[] = [];
  let stampMs = 0;
  for (const tick of ticks) {
    stampMs = tick.stampMs;
    const { bid, ask } = tick;
    if (!isQuoteOf(symbol, bid, ask)) continue;
    quotes.push({ symbol, occurredAtUtcMs: clock.toUtc(stampMs), bid: price(bid), ask: price(ask) });
  }
  return { ticks: quotes, cursor: { stampMs, takenAtStamp }, refused: ticks.length - quotes.length };
}

/** The bars that are bars; what is broken is refused and counted, and stays a hole until it is asked for again. */
export function barsFromWire(
  body: BarsBody,
  clock: BrokerClock,
): { readonly bars: readonly Bar[]; readonly forming: Bar | null; readonly refused: number } {
  const bars = body.bars.map((bar) => barFromWire(bar, clock)).filter((bar) => bar !== null);
  const forming = body.forming === null ? null : barFromWire(body.forming, clock);
  const isFormingRefused = body.forming !== null && forming === null;
  return { bars, forming, refused: body.bars.length - bars.length + (isFormingRefused ? 1 : 0) };
}

function barFromWire({ openStampMs, ...values }: WireBar, clock: BrokerClock): Bar | null {
  const bar = barSchema.safeParse({ openTimeUtcMs: clock.toUtc(openStampMs), ...values });
  return bar.success ? bar.data : null;
}
