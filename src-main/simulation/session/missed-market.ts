import type { BarsBody } from '#main/protocol/bar-codec.ts';
import type { WireSubscription } from '#main/protocol/messages/handshake-messages.ts';
import type { TicksBody, WireTick } from '#main/protocol/tick-codec.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { minuteMs, type MarketSource } from '../market/market-source.ts';
import type { MarketPosition } from '../store/market-position.ts';
import { toServerMs, toWireBar, toWireTick } from './to-wire.ts';

export type MarketStatement =
  { readonly kind: 'BARS'; readonly body: BarsBody } | { readonly kind: 'TICKS'; readonly body: TicksBody };

const barsPerMessage = 200;
const ticksPerMessage = 400;

/**
 * What the market has done since a subscription's cursors, oldest first: the closed minutes from the bar's cursor inclusive, then the ticks
 * after the tick's cursor; nothing that lies after the market's position. Without a bar cursor it is all the history that there is, without
 * a tick cursor the ticks since the last closed minute began. Read it message by message, as credit allows.
 */
export function* missedMarket(missed: {
  readonly source: MarketSource;
  readonly position: MarketPosition;
  readonly subscription: WireSubscription;
  readonly clock: BrokerClock;
}): Generator<MarketStatement> {
  const { subscription } = missed;
  const bars = subscription.bars.find(({ timeframe }) => timeframe === 'M1');
  if (bars !== undefined) yield* missedBars(missed, bars.lastOpenStampMs);
  yield* missedTicks(missed, subscription.tickCursor);
}

type Missed = Parameters<typeof missedMarket>[0];

function* missedBars(
  { source, position, subscription, clock }: Missed,
  lastOpenStampMs: number | null,
): Generator<MarketStatement> {
  const { symbol } = subscription;
  let batch: Bar[] = [];
  const statement = (bars: readonly Bar[]): MarketStatement => ({
    kind: 'BARS',
    body: { symbol, timeframe: 'M1', bars: bars.map((bar) => toWireBar(bar, clock)), forming: null },
  });
  const fromUtcMs = lastOpenStampMs === null ? utcMs(0) : clock.toUtc(lastOpenStampMs);
  for (const { bar } of source.minutes(fromUtcMs)) {
    if (bar.openTimeUtcMs >= position.minuteUtcMs) break;
    if (batch.push(bar) < barsPerMessage) continue;
    yield statement(batch);
    batch = [];
  }
  if (batch.length > 0) yield statement(batch);
}

function* missedTicks(
  { source, position, subscription, clock }: Missed,
  cursor: WireSubscription['tickCursor'],
): Generator<MarketStatement> {
  const last = position.quote;
  if (last === null) return;
  const { symbol } = subscription;
  const lastStampMs = toServerMs(last.occurredAtUtcMs, clock);
  const fromUtcMs = cursor === null ? position.minuteUtcMs - minuteMs : clock.toUtc(cursor.stampMs) - minuteMs;
  let batch: WireTick[] = [];
  for (const { quotes } of source.minutes(utcMs(fromUtcMs))) {
    for (const quote of quotes) {
      const tick = toWireTick(quote, clock);
      if (tick.stampMs > lastStampMs) break;
      if (cursor !== null && tick.stampMs <= cursor.stampMs) continue;
      if (batch.push(tick) < ticksPerMessage) continue;
      yield { kind: 'TICKS', body: { symbol, takenAtStamp: 1, ticks: batch } };
      batch = [];
    }
    if ((quotes[0]?.occurredAtUtcMs ?? 0) > last.occurredAtUtcMs) break;
  }
  if (batch.length > 0) yield { kind: 'TICKS', body: { symbol, takenAtStamp: 1, ticks: batch } };
}
