import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { ReplayStatus, TerminalEvent, TerminalSnapshot } from '#main/ports/terminal-event.ts';
import type { ReplayBody } from '#main/protocol/messages/replay-messages.ts';
import type { WireSnapshot } from '#main/protocol/snapshot-pages.ts';
import { accountFromWire, limitsFromWire } from './account-from-wire.ts';
import { brokerOrderFromWire, cashFromWire, dealFromWire, positionFromWire } from './lists-from-wire.ts';

export const replayFromWire = ({ heldBy, speed, source }: ReplayBody): ReplayStatus => ({ heldBy, speed, source });

export function snapshotFromWire(
  { head, symbols, positions, orders, deals }: WireSnapshot,
  { adviserVersion, clock }: { readonly adviserVersion: string; readonly clock: BrokerClock },
): TerminalSnapshot {
  return {
    account: accountFromWire(head.account, clock),
    build: head.build,
    adviserVersion,
    instruments: symbols.instruments,
    positions: positions.positions.map((position) => positionFromWire(position, clock)),
    orders: orders.orders.map((order) => brokerOrderFromWire(order, clock)),
    deals: deals.deals.map((deal) => dealFromWire(deal, clock)),
    cash: deals.cash.map((cash) => cashFromWire(cash, clock)),
    journalMarks: head.journalMarks,
    limits: limitsFromWire(head.limits, clock),
    replay: head.replay === null ? null : replayFromWire(head.replay),
    occurredAtUtcMs: clock.toUtc(head.stampMs),
  };
}

/** A snapshot that was asked for in an open session, as reports: deals first, so that a position that was closed is not missed. */
export function snapshotToReports(snapshot: TerminalSnapshot): readonly TerminalEvent[] {
  const { account, instruments, deals, cash, positions, orders, limits, occurredAtUtcMs } = snapshot;
  return [
    { kind: 'accountReported', account },
    ...instruments.map((instrument): TerminalEvent => ({ kind: 'instrumentReported', instrument })),
    { kind: 'dealsReported', deals, cash },
    { kind: 'positionsReported', positions, occurredAtUtcMs },
    { kind: 'ordersReported', orders, occurredAtUtcMs },
    { kind: 'limitsReported', limits },
  ];
}
