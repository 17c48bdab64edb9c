import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { BrokerOrder } from '#shared/trading/broker-order.ts';
import type { CashOperation } from '#shared/trading/cash-operation.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { Position } from '#shared/trading/position.ts';
import type { WireCalendarEvent } from '#main/protocol/messages/data-messages.ts';
import type { WireBrokerOrder, WireCash, WireDeal, WirePosition } from '#main/protocol/messages/state-messages.ts';

/** The ticket ends here: it may change, so nobody is to hold on to it. */
export function positionFromWire(
  { openedStampMs, ticket: _, ...position }: WirePosition,
  clock: BrokerClock,
): Position {
  return { ...position, openedAtUtcMs: clock.toUtc(openedStampMs) };
}

export function brokerOrderFromWire({ placedStampMs, ...order }: WireBrokerOrder, clock: BrokerClock): BrokerOrder {
  return { ...order, placedAtUtcMs: clock.toUtc(placedStampMs) };
}

export function dealFromWire({ stampMs, ...deal }: WireDeal, clock: BrokerClock): Deal {
  return { ...deal, occurredAtUtcMs: clock.toUtc(stampMs) };
}

export function cashFromWire({ stampMs, ...cash }: WireCash, clock: BrokerClock): CashOperation {
  return { ...cash, occurredAtUtcMs: clock.toUtc(stampMs) };
}

export function calendarEventFromWire({ stampMs, ...event }: WireCalendarEvent, clock: BrokerClock): CalendarEvent {
  return { ...event, releaseUtcMs: clock.toUtc(stampMs) };
}
