import type { Instrument } from '#shared/market/instrument.ts';
import type { Account } from '#shared/trading/account.ts';
import type { Phase } from '#shared/trading/phase.ts';
import type { Side } from '#shared/trading/side.ts';
import type { EnterIntent } from '#shared/trading/trade-intent.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { RunExitReason, RunTrade, SwitchRecord } from '#shared/contract/backtest.ts';
import type { Money } from '#shared/units/money.ts';
import type { Price } from '#shared/units/price.ts';
import type { GrowingFloat64 } from '#main/features/columns.ts';
import type { FillTable } from '#main/fills/fill-table.ts';
import type { GovernanceState } from '#main/strategies/governance.ts';
import type { HoldingState } from '#main/strategies/strategy-state.ts';
import type { FallTracker } from './fall-tracker.ts';
import type { RunInput, RunLane, RunMarket } from './run-input.ts';

export type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A run as it stands. Everything in it is changed in place: a loop over years of bars makes objects of trades only. */
export interface RunState {
  readonly input: RunInput;
  readonly markets: readonly MarketState[];
  readonly lanes: readonly LaneState[];
  /** Of all markets, in the order of their entries. */
  readonly positions: OpenPosition[];
  /** The close of the last row that is played. */
  readonly endUtcMs: number;
  readonly nextAwake: (at: UtcMs) => UtcMs;
  /** Of the markets, by symbol, as they are valued now. */
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly correlationOf: (symbol: string, other: string) => number | null;
  /** Entries so far. */
  opened: number;
  /** The decision or the row that is looked at. */
  nowUtcMs: number;
  balance: number;
  /** Taken by the open positions, as booked at their entries. */
  margin: number;
  /** Equity at the start, scaled by the cash since. */
  startEquity: number;
  cashIndex: number;
  readonly day: DayState;
  governance: GovernanceState | null;
  readonly equityFall: FallTracker;
  readonly balanceFall: FallTracker;
  readonly facts: AccountFacts;
  readonly book: RunBook;
}

/**
 * The account as risk is told of it, whichever entry it is asked for. A run has one and brings it up to date: years of minutes ask tens of thousands
 * of times, and facts that were made anew each time would cost more than the answer.
 */
export interface AccountFacts {
  readonly account: Mutable<Account>;
  readonly day: { baseline: Money; profit: Money };
  readonly drawdown: { start: Money; peak: Money };
  readonly history: { tradesToday: number; lossesInARow: number };
}

/** The broker's day that is under way. */
export interface DayState {
  startUtcMs: number;
  endUtcMs: number;
  baseline: number;
  cash: number;
  trades: number;
}

/** Numbered at the end, by closing time. */
export type BookedTrade = Mutable<RunTrade>;

export const noFill = -1;

/** What the run leaves. */
export interface RunBook {
  readonly trades: BookedTrade[];
  readonly deniedByCode: Record<string, number>;
  readonly switches: SwitchRecord[];
  readonly curve: {
    readonly timeUtcMs: GrowingFloat64;
    readonly equity: GrowingFloat64;
    readonly balance: GrowingFloat64;
  };
  readonly days: {
    readonly startUtcMs: GrowingFloat64;
    readonly equity: GrowingFloat64;
    readonly cash: GrowingFloat64;
  };
  intents: number;
  stopOuts: number;
  lossesInARow: number;
  lastClosedAtUtcMs: number;
  peakMarginRatio: number;
  peakOpenRiskRatio: number;
  inMarketMs: number;
  inMarketSinceUtcMs: number;
  firstDecisionUtcMs: number;
  lastDecisionUtcMs: number;
  /** The close of the row that something was filled in, until its point of the curve is noted. */
  filledAtUtcMs: number;
}

export interface MarketState {
  readonly index: number;
  readonly terms: RunMarket;
  readonly fills: FillTable;
  /** With the run's cost multiple in its commission; tick value and margin are those of then where risk is asked. */
  readonly instrument: Mutable<Instrument>;
  readonly lanes: LaneState[];
  readonly positions: OpenPosition[];
  /** Of a deal, with the cost multiple; without the rates where those change from row to row. */
  readonly commissionPerLot: number;
  readonly commissionRates: Float64Array | null;
  /** Differences of prices below this are float noise. */
  readonly priceTolerance: number;
  /** The first row that was not seen yet. */
  row: number;
  /** The first row that closes after the beginning of the day under way. */
  dayRow: number;
  /** The row that is played, as numbers; NaN before the first. */
  readonly now: RowNumbers;
  /** The earliest of what its lanes have due; Infinity: nothing. */
  dueUtcMs: number;
  /** As of the last row that was seen. */
  bid: number;
  spread: number;
  tickValue: number;
}

/** A row of a fill table; the spread is that of the run, its multiple applied. */
export interface RowNumbers {
  openTimeUtcMs: number;
  closeTimeUtcMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  spread: number;
}

export interface LaneState {
  /** What its draws are told apart by. */
  readonly key: number;
  readonly terms: RunLane;
  readonly market: MarketState;
  readonly approvalDelayMs: number;
  readonly validityMsMax: number;
  readonly holding: Mutable<HoldingState>;
  readonly flat: { kind: 'flat'; tradesToday: number };
  phase: Phase;
  /** The decision that comes next, and when it is; Infinity: none. */
  next: number;
  nextCloseUtcMs: number;
  /** The first decision that is not made any more. */
  readonly end: number;
  /** The broker's midnight at which its trades of the day are forgotten. */
  tradesUntilUtcMs: number;
  position: OpenPosition | null;
  due: Due | null;
}

/** What is on its way to the market, and meets it at a moment. */
export type Due = DueOffer | EntryTicket | DueExit | DuePart | DueStop;

/** What risk is asked of an intent, besides the account. */
export interface EntryWish {
  readonly intent: EnterIntent;
  /** As of the decision; NaN outside of the calendar's range. */
  readonly newsDistanceMs: number;
}

/** An intent that is not offered at once. */
export interface DueOffer extends EntryWish {
  readonly kind: 'offer';
  readonly dueUtcMs: number;
}

export interface EntryTicket extends EntryWish {
  readonly kind: 'entry';
  readonly dueUtcMs: number;
  readonly worstPrice: Price;
}

export interface DueExit {
  readonly kind: 'exit';
  readonly dueUtcMs: number;
  readonly reason: RunExitReason;
  readonly decidedAtUtcMs: number;
}

export interface DuePart {
  readonly kind: 'closePart';
  readonly dueUtcMs: number;
  readonly ratio: number;
  readonly decidedAtUtcMs: number;
}

export interface DueStop {
  readonly kind: 'moveStop';
  readonly dueUtcMs: number;
  readonly stop: number;
}

/** What one exit came to, in account currency, with its share by volume of what the entry paid beside the bid. */
export interface ExitDeal {
  readonly atUtcMs: number;
  readonly volume: number;
  readonly price: number;
  readonly profit: number;
  readonly commission: number;
  readonly swap: number;
  /** Zero or negative. */
  readonly spread: number;
  readonly slippage: number;
}

export interface OpenPosition {
  readonly ordinal: number;
  readonly lane: LaneState;
  readonly market: MarketState;
  readonly side: Side;
  readonly sign: 1 | -1;
  /** What is left of it. */
  volume: number;
  readonly volumeAsOpened: number;
  readonly decidedAtUtcMs: number;
  readonly openedAtUtcMs: number;
  readonly openPrice: number;
  /** What of the opening price was spread and slippage, as differences of prices. */
  readonly entrySpread: number;
  readonly entrySlippage: number;
  readonly entryCommission: number;
  margin: number;
  /** As opened. */
  readonly riskMoney: number;
  readonly stopAsSent: number;
  stop: number;
  /** NaN: none. */
  readonly target: number;
  /** Exits of parts so far, oldest first; null before the first. */
  exits: ExitDeal[] | null;
  /** Not booked yet. */
  swap: number;
  /** Open profit at the last row that was seen. */
  profit: number;
  /** Worst and best price of the side it is closed on, since the entry. */
  worst: number;
  best: number;
  /** The worst one of the row that is played. */
  rowWorst: number;
}
