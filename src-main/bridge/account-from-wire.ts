import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Account } from '#shared/trading/account.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { Position } from '#shared/trading/position.ts';
import type { ReplayStatus, TerminalSnapshot } from '#main/ports/terminal-event.ts';
import type { ReplayBody } from '#main/protocol/messages/replay-messages.ts';
import type { WireAccount, WireDeal, WirePosition } from '#main/protocol/messages/state-messages.ts';
import type { WireSnapshot } from '#main/protocol/snapshot-pages.ts';

export function accountFromWire({ stampMs, ...account }: WireAccount, clock: BrokerClock): Account {
  return { ...account, occurredAtUtcMs: clock.toUtc(stampMs) };
}

export function positionFromWire({ openedStampMs, ...position }: WirePosition, clock: BrokerClock): Position {
  return { ...position, openedAtUtcMs: clock.toUtc(openedStampMs) };
}

export function dealFromWire({ stampMs, ...deal }: WireDeal, clock: BrokerClock): Deal {
  return { ...deal, occurredAtUtcMs: clock.toUtc(stampMs) };
}

export const replayFromWire = ({ heldBy, speed, source }: ReplayBody): ReplayStatus => ({ heldBy, speed, source });

export function snapshotFromWire({ head, ...lists }: WireSnapshot, clock: BrokerClock): TerminalSnapshot {
  return {
    account: accountFromWire(head.account, clock),
    build: head.build,
    instruments: lists.instruments,
    positions: lists.positions.map((position) => positionFromWire(position, clock)),
    deals: lists.deals.map((deal) => dealFromWire(deal, clock)),
    journalHighWaterMark: head.journalHighWaterMark,
    replay: head.replay === null ? null : replayFromWire(head.replay),
    occurredAtUtcMs: clock.toUtc(head.stampMs),
  };
}
