import type { Instrument } from '#shared/market/instrument.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { CostTerms } from '#shared/trading/cost-terms.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { FillTable } from '#main/fills/fill-table.ts';
import type { RiskLimits } from '#main/risk/risk-limits.ts';
import type { CommonParameters, Decider } from '#main/strategies/bound-strategy.ts';
import type { GovernanceRule } from '#main/strategies/governance.ts';

/** Everything that a run depends on, in memory: the same input gives the same output, bit for bit. */
export interface RunInput {
  readonly account: RunAccount;
  readonly clock: BrokerClock;
  readonly markets: readonly RunMarket[];
  /** In the order in which they are asked where they decide at the same moment. */
  readonly lanes: readonly RunLane[];
  /** Null: every lane trades. */
  readonly governance: GovernanceRule | null;
  readonly limits: RiskLimits;
  /** With the trader's zone by name. */
  readonly costs: CostTerms;
  /** Deposits and withdrawals, oldest first. */
  readonly cash: readonly { readonly atUtcMs: UtcMs; readonly amount: number }[];
  readonly seed: number;
  /** Decisions are made on closes from here (inclusive) ... */
  readonly fromUtcMs: UtcMs;
  /** ... until here (exclusive), where everything that is open is closed at the last price. */
  readonly toUtcMs: UtcMs;
}

export interface RunAccount {
  readonly currency: string;
  readonly balance: number;
  readonly credit: number;
  readonly marginMode: 'hedging' | 'netting';
  /** Equity ÷ margin at which the broker closes. */
  readonly stopOutRatio: number;
}

export interface RunMarket {
  readonly instrument: Instrument;
  readonly fills: FillTable;
  /**
   * Correlation of daily returns with each market of the run, by its index: row i holds from `correlationFromUtcMs[i]` on. Null where there is one
   * market only.
   */
  readonly correlations: {
    readonly fromUtcMs: Float64Array;
    readonly withMarket: readonly Float64Array[];
  } | null;
  /** Margin as a share of the notional at the price of the entry, for years in which that price was another; without it, the instrument's own. */
  readonly marginRatio?: number;
  /** Account currency for one unit of what the instrument's commission is in, by fill row; without it, commission is in account currency. */
  readonly commissionRate?: Float64Array | number;
}

/** One strategy on one symbol. */
export interface RunLane {
  readonly strategy: string;
  readonly scenario: Scenario | null;
  /** Of `markets`. */
  readonly market: number;
  readonly parameters: CommonParameters;
  /** Of the decision bars; as long as the decider's columns. */
  readonly closeTimeUtcMs: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  /** As decision columns have it; without it no release is known. */
  readonly newsDistanceMs?: Float64Array;
  readonly decider: Decider;
}

/** What may be heard of a run while it goes, and how it is stopped. */
export interface RunWatch {
  readonly onProgress?: (doneRatio: number) => void;
  readonly isCancelled?: () => boolean;
}
