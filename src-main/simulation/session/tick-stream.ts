import type { WireSubscription } from '#main/protocol/messages/handshake-messages.ts';
import { tickOverlapHash } from '#main/protocol/tick-overlap.ts';
import type { TicksBody, WireTick } from '#main/protocol/tick-codec.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Quote } from '#shared/market/quote.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { minuteMs, type MarketSource } from '../market/market-source.ts';
import type { MarketPosition } from '../market/market-player.ts';
import { toWireTick } from './to-wire.ts';

export interface PlayedMarket {
  readonly source: MarketSource;
  /** Nothing beyond it is told. */
  readonly position: MarketPosition;
  readonly clock: BrokerClock;
}

/** The ticks that have passed since a moment, oldest first. */
export function* playedTicks({ source, position, clock }: PlayedMarket, fromUtcMs: UtcMs): Generator<WireTick> {
  const minuteOpen = Math.floor(fromUtcMs / minuteMs) * minuteMs;
  for (const { bar, quotes } of source.minutes(utcMs(minuteOpen))) {
    const isPast = bar.openTimeUtcMs < position.minuteUtcMs;
    if (!isPast && position.quotesPassed === 0) return;
    for (const quote of isPast ? quotes : quotes.slice(0, position.quotesPassed))
      if (quote.occurredAtUtcMs >= fromUtcMs) yield toWireTick(quote, clock);
    if (!isPast) return;
  }
}

const ticksPerMessage = 400;

/** Counts how many ticks bear the last stamp, so that each message says where the next one goes on. */
export class TickCounter {
  #lastStampMs = -1;
  #taken = 0;

  take(stampMs: number): number {
    this.#taken = stampMs === this.#lastStampMs ? this.#taken + 1 : 1;
    this.#lastStampMs = stampMs;
    return this.#taken;
  }
}

/** Ticks as the messages that carry them. */
export function* tickMessages(
  symbol: string,
  ticks: Iterable<WireTick>,
  { counter, isRewind }: { readonly counter: TickCounter; readonly isRewind: boolean },
): Generator<TicksBody> {
  let batch: WireTick[] = [];
  let takenAtStamp = 0;
  let rewinds = isRewind;
  const message = (): TicksBody => {
    const body = { symbol, takenAtStamp, isRewind: rewinds, ticks: batch };
    batch = [];
    rewinds = false;
    return body;
  };
  for (const tick of ticks) {
    takenAtStamp = counter.take(tick.stampMs);
    if (batch.push(tick) === ticksPerMessage) yield message();
  }
  if (batch.length > 0) yield message();
}

/** The ticks that a subscriber lacks, or where its history is another one all since the two differ; none before the market has begun. */
export function* ticksSince(
  market: PlayedMarket,
  { symbol, tickCursor }: Pick<WireSubscription, 'symbol' | 'tickCursor'>,
  counter: TickCounter,
): Generator<TicksBody> {
  const { position, clock } = market;
  if (position.quote === null) return;
  const to = { counter, isRewind: false };
  if (tickCursor === null) {
    const sinceLastMinute = utcMs(position.minuteUtcMs - minuteMs);
    yield* tickMessages(symbol, playedTicks(market, sinceLastMinute), to);
    return;
  }
  const { stampMs, takenAtStamp, overlap } = tickCursor;
  if (overlap != null && !isSameHistory(market, overlap)) {
    const all = playedTicks(market, clock.toUtc(overlap.fromStampMs));
    yield* tickMessages(symbol, all, { counter, isRewind: true });
    return;
  }
  const fresh = afterCursor(playedTicks(market, clock.toUtc(stampMs)), { stampMs, takenAtStamp }, counter);
  yield* tickMessages(symbol, fresh, to);
}

type Overlap = NonNullable<NonNullable<WireSubscription['tickCursor']>['overlap']>;

function isSameHistory(market: PlayedMarket, { fromStampMs, count, hash }: Overlap): boolean {
  const ticks: WireTick[] = [];
  for (const tick of playedTicks(market, market.clock.toUtc(fromStampMs))) if (ticks.push(tick) === count) break;
  return ticks.length === count && tickOverlapHash(ticks) === hash;
}

function* afterCursor(
  ticks: Iterable<WireTick>,
  cursor: { readonly stampMs: number; readonly takenAtStamp: number },
  counter: TickCounter,
): Generator<WireTick> {
  let skipped = 0;
  for (const tick of ticks) {
    if (tick.stampMs === cursor.stampMs && skipped < cursor.takenAtStamp) {
      skipped = counter.take(tick.stampMs);
      continue;
    }
    yield tick;
  }
}

/** Quotes that have just passed. */
export const liveTicks = (
  symbol: string,
  quotes: readonly Quote[],
  { clock, counter }: { readonly clock: BrokerClock; readonly counter: TickCounter },
): readonly TicksBody[] => [
  ...tickMessages(
    symbol,
    quotes.map((quote) => toWireTick(quote, clock)),
    { counter, isRewind: false },
  ),
];
