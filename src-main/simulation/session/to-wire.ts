import type { WireBar } from '#main/protocol/bar-codec.ts';
import type { WireDeal, WirePosition } from '#main/protocol/messages/state-messages.ts';
import { serverMs, type ServerMs } from '#main/protocol/server-ms.ts';
import type { WireTick } from '#main/protocol/tick-codec.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { Position } from '#shared/trading/position.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** A moment as the trade server's clock shows it. */
export const toServerMs = (at: UtcMs, clock: BrokerClock): ServerMs => serverMs(clock.toBroker(at));

export const toWireBar = ({ openTimeUtcMs, ...bar }: Bar, clock: BrokerClock): WireBar => ({
  openStampMs: toServerMs(openTimeUtcMs, clock),
  ...bar,
});

export const toWireTick = ({ occurredAtUtcMs, bid, ask }: Quote, clock: BrokerClock): WireTick => ({
  stampMs: toServerMs(occurredAtUtcMs, clock),
  bid,
  ask,
});

export const toWirePosition = ({ openedAtUtcMs, ...position }: Position, clock: BrokerClock): WirePosition => ({
  ...position,
  openedStampMs: toServerMs(openedAtUtcMs, clock),
});

export const toWireDeal = ({ occurredAtUtcMs, ...deal }: Deal, clock: BrokerClock): WireDeal => ({
  ...deal,
  stampMs: toServerMs(occurredAtUtcMs, clock),
});
