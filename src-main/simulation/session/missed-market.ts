import type { BarsBody } from '#main/protocol/bar-codec.ts';
import { firstBarsMs } from '#main/protocol/first-bars.ts';
import type { WireSubscription } from '#main/protocol/messages/handshake-messages.ts';
import type { TicksBody } from '#main/protocol/tick-codec.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { barsSince } from './bar-stream.ts';
import { ticksSince, type PlayedMarket, type TickCounter } from './tick-stream.ts';

export type MarketStatement =
  { readonly kind: 'BARS'; readonly body: BarsBody } | { readonly kind: 'TICKS'; readonly body: TicksBody };

/** Bars or ticks. */
export const recordsIn = (statement: MarketStatement): number =>
  statement.kind === 'BARS' ? statement.body.bars.length : statement.body.ticks.length;

/**
 * What the market has done since a subscription's cursors, oldest first: the closed minutes from the bar's cursor inclusive, then the ticks
 * after the tick's cursor; nothing that lies after the market's position. Without a bar cursor it is `firstBarsMs` of them, without
 * a tick cursor the ticks since the last closed minute began. Read it message by message, as credit allows; `counter` stands behind the
 * last tick when all were read.
 */
export function* missedMarket(
  market: PlayedMarket,
  { subscription, counter }: { readonly subscription: WireSubscription; readonly counter: TickCounter },
): Generator<MarketStatement> {
  const { symbol } = subscription;
  const bars = subscription.bars.find(({ timeframe }) => timeframe === 'M1');
  if (bars !== undefined) {
    const toUtcMs = market.position.minuteUtcMs;
    const fromUtcMs =
      bars.lastOpenStampMs === null
        ? utcMs(Math.max(0, toUtcMs - firstBarsMs))
        : market.clock.toUtc(bars.lastOpenStampMs);
    for (const body of barsSince(market, { symbol, timeframe: 'M1', fromUtcMs, toUtcMs })) yield { kind: 'BARS', body };
  }
  for (const body of ticksSince(market, subscription, counter)) yield { kind: 'TICKS', body };
}
