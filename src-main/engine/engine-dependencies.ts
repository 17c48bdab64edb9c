import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { Analyst } from '#main/ports/analyst.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { MarketClock, MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Digest } from '#main/ports/digest.ts';
import type { EventLog } from '#main/ports/event-log.ts';
import type { LedgerReads } from '#main/ports/ledger-reads.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { MarketFacts } from '#main/ports/market-facts.ts';
import type { OrderIds } from '#main/ports/order-ids.ts';
import type { ReplayControl } from '#main/ports/replay-control.ts';
import type { TickStore } from '#main/ports/tick-store.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { TradeGateway } from '#main/ports/trade-gateway.ts';
import type { RiskLimits } from '#main/risk/risk-limits.ts';
import type { GovernanceRule } from '#main/strategies/governance.ts';
import type { ScenarioSetup } from './scenario-runner.ts';

/** What the trader lets agents do. */
export interface AgentTerms {
  readonly asks: 'nobody' | 'rules' | 'models';
  /** For a whole run, by scenario. */
  readonly deadlineMs: Readonly<Record<Scenario, number>>;
  /** Between two questions about one open position, of market time, by scenario. */
  readonly manageEveryMs: Readonly<Record<Scenario, number>>;
  /** What a grounded veto does: the entry is denied, or offered with the veto on its ticket. */
  readonly vetoes: 'deny' | 'warn';
}

/** All that differs between live, paper and backtest; given by wiring. */
export interface EngineDependencies {
  readonly programVersion: string;
  readonly log: EventLog;
  readonly ledger: LedgerReads;
  readonly orderIds: OrderIds;
  readonly bars: BarStore;
  readonly ticks: Pick<TickStore, 'read'>;
  readonly facts: MarketFacts;
  readonly gateway: TradeGateway;
  readonly replay: ReplayControl;
  readonly marketClock: MarketClock;
  readonly wallClock: WallClock;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly digest: Digest;
  readonly logger: Logger;
  readonly brokerClock: BrokerClock;
  readonly limits: RiskLimits;
  readonly governance: GovernanceRule;
  readonly scenarios: readonly ScenarioSetup[];
  /** Who is asked for an opinion; null: the rules decide alone. */
  readonly analyst: Analyst | null;
  readonly agents: AgentTerms;
  /** Who decides on tickets. `simulation` takes every one at once, and is refused on any account that is not simulated. */
  readonly approver: 'trader' | 'simulation';
  /** Whether a replay waits while a ticket is open. */
  readonly holdsReplayForTickets: boolean;
  /** The engine has stopped by itself: a broken invariant, or a log that cannot be written. Recovery is the next start. */
  readonly onFailed: (error: unknown) => void;
  /** After repeated crashes the engine stays reducing until the trader signs. */
  readonly staysReducing: boolean;
}
