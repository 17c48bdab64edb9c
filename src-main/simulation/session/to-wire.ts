import type { WireBar } from '#main/protocol/bar-codec.ts';
import type { WireCalendarEvent } from '#main/protocol/messages/data-messages.ts';
import type { WireBrokerOrder, WireCash, WireDeal, WirePosition } from '#main/protocol/messages/state-messages.ts';
import { serverMs, type ServerMs } from '#main/protocol/server-ms.ts';
import type { WireTick } from '#main/protocol/tick-codec.ts';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { CashOperation } from '#shared/trading/cash-operation.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { Position } from '#shared/trading/position.ts';
import { lots } from '#shared/units/lots.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { WorkingOrder } from '../broker/broker-state.ts';

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

/** The ticket is the position's id: only a turned position of a real broker has another. */
export const toWirePosition = ({ openedAtUtcMs, ...position }: Position, clock: BrokerClock): WirePosition => ({
  ...position,
  ticket: position.positionId,
  openedStampMs: toServerMs(openedAtUtcMs, clock),
});

export const toWireDeal = ({ occurredAtUtcMs, ...deal }: Deal, clock: BrokerClock): WireDeal => ({
  ...deal,
  stampMs: toServerMs(occurredAtUtcMs, clock),
});

export const toWireCash = ({ occurredAtUtcMs, ...operation }: CashOperation, clock: BrokerClock): WireCash => ({
  ...operation,
  stampMs: toServerMs(occurredAtUtcMs, clock),
});

/** The simulated broker has market orders only. */
export function toWireOrder(
  { orderTicket, request, volumeDone, placedAtUtcMs }: WorkingOrder,
  clock: BrokerClock,
): WireBrokerOrder {
  const { clientOrderId, origin, symbol, side, volume } = request;
  return {
    ...{ orderTicket, clientOrderId, origin, symbol, side, type: 'market', volume, price: null },
    volumeLeft: lots(Number((volume - volumeDone).toFixed(8))),
    stop: request.kind === 'entry' ? request.stop : null,
    target: request.kind === 'entry' ? request.target : null,
    placedStampMs: toServerMs(placedAtUtcMs, clock),
  };
}

export const toWireEvent = ({ releaseUtcMs, ...event }: CalendarEvent, clock: BrokerClock): WireCalendarEvent => ({
  ...event,
  stampMs: toServerMs(releaseUtcMs, clock),
});
