import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Account, TradeBlock } from '#shared/trading/account.ts';
import type { AdviserLimits } from '#shared/trading/adviser-limits.ts';
import type { LimitsStatusBody } from '#main/protocol/messages/limits-messages.ts';
import type { WireAccount } from '#main/protocol/messages/state-messages.ts';

export function accountFromWire(
  { stampMs, permissions, isConnected, ...account }: WireAccount,
  clock: BrokerClock,
): Account {
  const tradeBlockedBy = tradeBlocks({ ...permissions, connection: isConnected });
  return {
    ...account,
    isTradeAllowed: tradeBlockedBy.length === 0,
    tradeBlockedBy,
    occurredAtUtcMs: clock.toUtc(stampMs),
  };
}

const blocks: readonly TradeBlock[] = ['terminal', 'adviser', 'account', 'accountExpert', 'connection'];

const tradeBlocks = (allows: Readonly<Record<TradeBlock, boolean>>): readonly TradeBlock[] =>
  blocks.filter((block) => !allows[block]);

export function limitsFromWire({ dayStampMs, ...limits }: LimitsStatusBody, clock: BrokerClock): AdviserLimits {
  return { ...limits, dayStartUtcMs: dayStampMs === null ? null : clock.toUtc(dayStampMs) };
}
