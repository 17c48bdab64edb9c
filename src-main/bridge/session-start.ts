import type { Timeframe } from '#shared/market/timeframe.ts';
import type { Tick } from '#shared/market/quote.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { DealTicket } from '#shared/trading/ids.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { TickCursor } from '#main/ports/tick-store.ts';
import { overlapTicksMax, type WireSubscription } from '#main/protocol/messages/handshake-messages.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import type { WireTick } from '#main/protocol/tick-codec.ts';
import { tickOverlapHash } from '#main/protocol/tick-overlap.ts';

/** What the cockpit wants of a symbol, and how far it has it already. */
export interface Subscription {
  readonly symbol: string;
  /** The open time of the last closed bar that is stored, or null where there is none. */
  readonly bars: readonly { readonly timeframe: Timeframe; readonly lastOpenTimeUtcMs: UtcMs | null }[];
  readonly ticks: {
    readonly cursor: TickCursor;
    /** The newest that are stored, oldest first: at most `lastTicksMax`. */
    readonly last: readonly Tick[];
  } | null;
}

/** So many let the first stamp be left out, whose ticks may not all be among them. */
export const lastTicksMax = overlapTicksMax + 1;

/** Asked whenever a terminal is to be told how far things are known, so that it is told what is stored then. */
export interface SessionSource {
  /** The last deal that the ledger knows, or null. */
  readonly lastDealTicket: () => DealTicket | null;
  readonly subscriptions: () => readonly Subscription[];
}

export const subscriptionToWire = ({ symbol, bars, ticks }: Subscription, clock: BrokerClock): WireSubscription => ({
  symbol,
  bars: bars.map(({ timeframe, lastOpenTimeUtcMs }) => ({
    timeframe,
    lastOpenStampMs: lastOpenTimeUtcMs === null ? null : serverMs(clock.toBroker(lastOpenTimeUtcMs)),
  })),
  tickCursor:
    ticks === null
      ? null
      : {
          stampMs: serverMs(ticks.cursor.stampMs),
          takenAtStamp: ticks.cursor.takenAtStamp,
          overlap: overlapOf(ticks.last, clock),
        },
});

/** What the terminal compares with its own history; null where there are too few ticks, or too many of one stamp. */
function overlapOf(last: readonly Tick[], clock: BrokerClock): NonNullable<WireSubscription['tickCursor']>['overlap'] {
  const stamped = last.map(({ occurredAtUtcMs, bid, ask }): WireTick => {
    return { stampMs: serverMs(clock.toBroker(occurredAtUtcMs)), bid, ask };
  });
  const isCut = last.length >= lastTicksMax;
  const ticks = isCut ? stamped.filter(({ stampMs }) => stampMs !== stamped[0]?.stampMs) : stamped;
  const first = ticks[0];
  return first === undefined ? null : { fromStampMs: first.stampMs, count: ticks.length, hash: tickOverlapHash(ticks) };
}
