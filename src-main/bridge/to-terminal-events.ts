import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { TerminalEvent } from '#main/ports/terminal-event.ts';
import { messageTypes } from '#main/protocol/message-types.ts';
import type { TerminalReport } from '#main/protocol/server-session.ts';
import type { WireList } from '#main/protocol/snapshot-pages.ts';
import { faultFromWire } from '#main/protocol/wire-fault.ts';
import { accountFromWire, limitsFromWire } from './account-from-wire.ts';
import {
  brokerOrderFromWire,
  calendarEventFromWire,
  cashFromWire,
  dealFromWire,
  positionFromWire,
} from './lists-from-wire.ts';
import { barsFromWire, ticksFromWire } from './market-from-wire.ts';
import { orderAnswerFromWire, orderReportFromWire } from './order-report-from-wire.ts';
import { replayFromWire } from './snapshot-from-wire.ts';

/** What the engine is told, and how many records were too broken to tell. Wire stamps and wire words end here. */
export interface Converted {
  readonly events: readonly TerminalEvent[];
  readonly refused: number;
}

/** What changes nothing that the engine knows is for the log alone: ORDER_ACK (the adviser's journal has it), hints, requests that were refused. */
export function reportToTerminalEvents(report: TerminalReport, clock: BrokerClock): Converted {
  switch (report.kind) {
    case 'TICKS': {
      const { ticks, cursor, refused } = ticksFromWire(report.body, clock);
      const { symbol, isRewind } = report.body;
      return { events: [{ kind: 'ticksReceived', symbol, ticks, cursor, isRewind }], refused };
    }
    case 'BARS': {
      const { symbol, timeframe } = report.body;
      const { bars, forming, refused } = barsFromWire(report.body, clock);
      const isEmpty = bars.length === 0 && forming === null;
      return { events: isEmpty ? [] : [{ kind: 'barsReceived', symbol, timeframe, bars, forming }], refused };
    }
    case 'ACCOUNT':
      return whole({ kind: 'accountReported', account: accountFromWire(report.body, clock) });
    case 'LIMITS_STATUS':
      return whole({ kind: 'limitsReported', limits: limitsFromWire(report.body, clock) });
    case 'ORDER_RESULT': {
      const { id, result, stampMs } = report.body;
      return whole({
        kind: 'orderReported',
        id,
        report: orderReportFromWire(result, clock),
        occurredAtUtcMs: clock.toUtc(stampMs),
      });
    }
    case 'ORDER_STATUS': {
      const { id, answer, stampMs } = report.body;
      return whole({
        kind: 'orderReported',
        id,
        report: orderAnswerFromWire(answer, clock),
        occurredAtUtcMs: clock.toUtc(stampMs),
      });
    }
    case 'REPLAY':
      return whole({
        kind: 'replayReported',
        replay: replayFromWire(report.body),
        occurredAtUtcMs: clock.toUtc(report.body.stampMs),
      });
    case 'ERROR': {
      const { about, fault } = report.body;
      if (isRequest(about)) return nothing;
      return whole({ kind: 'adviserAlarmed', about, fault: faultFromWire(fault, 'HALTED') });
    }
    case 'ORDER_ACK':
    case 'TRANSACTION':
    case 'HISTORY_END':
      return nothing;
  }
}

const nothing: Converted = { events: [], refused: 0 };

/** ERROR is about a request of ours, by its kind; what it is about otherwise is an alarm, whatever a later adviser may call it. */
const isRequest = (about: string): boolean => Object.hasOwn(messageTypes, about);

export function listToTerminalEvents(list: WireList, clock: BrokerClock): readonly TerminalEvent[] {
  switch (list.kind) {
    case 'symbols':
      return list.instruments.map((instrument) => ({ kind: 'instrumentReported', instrument }));
    case 'positions': {
      const positions = list.positions.map((position) => positionFromWire(position, clock));
      return [{ kind: 'positionsReported', positions, occurredAtUtcMs: clock.toUtc(list.stampMs) }];
    }
    case 'orders': {
      const orders = list.orders.map((order) => brokerOrderFromWire(order, clock));
      return [{ kind: 'ordersReported', orders, occurredAtUtcMs: clock.toUtc(list.stampMs) }];
    }
    case 'deals': {
      const deals = list.deals.map((deal) => dealFromWire(deal, clock));
      return [{ kind: 'dealsReported', deals, cash: list.cash.map((cash) => cashFromWire(cash, clock)) }];
    }
    case 'calendar': {
      const fromUtcMs = clock.toUtc(list.fromStampMs);
      const toUtcMs = clock.toUtc(list.toStampMs);
      const events = list.events.map((event) => calendarEventFromWire(event, clock));
      return [{ kind: 'calendarReported', fromUtcMs, toUtcMs, events }];
    }
  }
}

const whole = (event: TerminalEvent): Converted => ({ events: [event], refused: 0 });
