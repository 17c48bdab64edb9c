import type { FaultCode } from '#shared/base/fault-codes.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { RiskLimits } from './risk-limits.ts';

export interface SmallestEquity {
  /** In account currency, without credit. */
  readonly equity: number;
  /** The limit that asks for so much: with less, an entry is denied by this code. */
  readonly code: Extract<
    FaultCode,
    'VOLUME_BELOW_MIN' | 'OPEN_RISK_LIMIT' | 'CORRELATED_RISK_LIMIT' | 'MARGIN_INSUFFICIENT'
  >;
  /** What the smallest volume loses at its stop or takes as margin, whichever it is that the limit is about. */
  readonly smallestMoney: number;
}

/** What the entries to come look like: `stopDistance` and `spread` are differences of prices. */
export interface TypicalEntry {
  readonly instrument: Instrument;
  readonly stopDistance: number;
  readonly spread: number;
  /** Share of equity without credit that a trade may lose at its stop. */
  readonly riskRatio: number;
}

/**
 * The smallest equity with which a symbol can be traded at all on an account where nothing is open: the one at which the smallest volume passes
 * every limit. The entry is taken to be filled at its worst price, as sizing does.
 */
export function smallestEquity(entry: TypicalEntry, limits: RiskLimits): SmallestEquity {
  const { instrument, stopDistance, spread, riskRatio } = entry;
  const { tickSize, tickValue, volumeMin, marginPerLot, commissionPerLotSide } = instrument;
  const distance = stopDistance * (1 + limits.driftRMax) + spread;
  const lossMoney = volumeMin * ((distance / tickSize) * tickValue + 2 * commissionPerLotSide);
  const marginMoney = volumeMin * marginPerLot;
  const demands: readonly SmallestEquity[] = [
    { code: 'VOLUME_BELOW_MIN', equity: lossMoney / riskRatio, smallestMoney: lossMoney },
    { code: 'OPEN_RISK_LIMIT', equity: lossMoney / limits.openRiskRatioMax, smallestMoney: lossMoney },
    { code: 'CORRELATED_RISK_LIMIT', equity: lossMoney / limits.correlatedRiskRatioMax, smallestMoney: lossMoney },
    { code: 'MARGIN_INSUFFICIENT', equity: marginMoney / limits.marginUseRatioMax, smallestMoney: marginMoney },
  ];
  return demands.reduce((most, demand) => (demand.equity > most.equity ? demand : most));
}
