import type { BarsBody } from '#main/protocol/bar-codec.ts';
import { firstBarsDays } from '#main/protocol/first-bars.ts';
import type { WireSubscription } from '#main/protocol/messages/handshake-messages.ts';
import type { TicksBody } from '#main/protocol/tick-codec.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { barsSince } from './bar-stream.ts';
import { playedTicks, tickMessages, ticksSince, type PlayedMarket, type TickCounter } from './tick-stream.ts';

const dayMs = 86_400_000;

export type MarketStatement =
  { readonly kind: 'BARS'; readonly body: BarsBody } | { readonly kind: 'TICKS'; readonly body: TicksBody };

/** Bars or ticks. */
export const recordsIn = (statement: MarketStatement): number =>
  statement.kind === 'BARS' ? statement.body.bars.length : statement.body.ticks.length;

/**
 * What the market has done since a subscription's cursors, oldest first: the closed minutes from the bar's cursor inclusive, then the ticks
 * after the tick's cursor; nothing that lies after the market's position. Without a bar cursor the minutes begin `firstBarsDays`
 * before the server's present day, without a tick cursor the ticks since the last closed minute began. Read it message by message, as credit allows; `counter` stands behind the
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
    const fromUtcMs = bars.lastOpenStampMs === null ? firstMinute(market) : market.clock.toUtc(bars.lastOpenStampMs);
    for (const body of barsSince(market, { symbol, timeframe: 'M1', fromUtcMs, toUtcMs })) yield { kind: 'BARS', body };
  }
  for (const body of ticksSince(market, subscription, counter)) yield { kind: 'TICKS', body };
}

function firstMinute({ clock, position }: PlayedMarket): UtcMs {
  const today = Math.floor(clock.toBroker(position.minuteUtcMs) / dayMs);
  return clock.toUtc(serverMs((today - firstBarsDays) * dayMs));
}

/** A span's minutes as they are said now, and the ticks since its beginning, which replace those that were told. */
export function* retoldMarket(
  market: PlayedMarket,
  { symbol, fromUtcMs, toUtcMs }: { readonly symbol: string; readonly fromUtcMs: UtcMs; readonly toUtcMs: UtcMs },
  counter: TickCounter,
): Generator<MarketStatement> {
  for (const body of barsSince(market, { symbol, timeframe: 'M1', fromUtcMs, toUtcMs: utcMs(toUtcMs - 1) }))
    yield { kind: 'BARS', body };
  for (const body of tickMessages(symbol, playedTicks(market, fromUtcMs), { counter, isRewind: true }))
    yield { kind: 'TICKS', body };
}
