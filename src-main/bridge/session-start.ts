import type { Timeframe } from '#shared/market/timeframe.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { DealTicket } from '#shared/trading/ids.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { TickCursor } from '#main/ports/tick-store.ts';
import type { ReadyBody } from '#main/protocol/messages/handshake-messages.ts';
import { serverMs } from '#main/protocol/server-ms.ts';

/** What the cockpit wants of a symbol, and how far it has it already. */
export interface Subscription {
  readonly symbol: string;
  /** The open time of the last closed bar that is stored, or null where there is none. */
  readonly bars: readonly { readonly timeframe: Timeframe; readonly lastOpenTimeUtcMs: UtcMs | null }[];
  readonly tickCursor: TickCursor | null;
}

/** What is told to a terminal when its session begins. */
export interface SessionStart {
  /** The last deal that the ledger knows, or null. */
  readonly lastDealTicket: DealTicket | null;
  /** At most `subscriptionsMax` of the protocol. */
  readonly subscriptions: readonly Subscription[];
}

export function readyBody(session: string, start: SessionStart, clock: BrokerClock): ReadyBody {
  return {
    session,
    lastDealTicket: start.lastDealTicket,
    subscriptions: start.subscriptions.map(({ symbol, bars, tickCursor }) => ({
      symbol,
      bars: bars.map(({ timeframe, lastOpenTimeUtcMs }) => ({
        timeframe,
        lastOpenStampMs: lastOpenTimeUtcMs === null ? null : serverMs(clock.toBroker(lastOpenTimeUtcMs)),
      })),
      tickCursor:
        tickCursor === null ? null : { stampMs: serverMs(tickCursor.stampMs), takenAtStamp: tickCursor.takenAtStamp },
    })),
  };
}
