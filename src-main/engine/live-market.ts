import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { Account } from '#shared/trading/account.ts';
import type { AdviserLimits } from '#shared/trading/adviser-limits.ts';
import type { BrokerOrder } from '#shared/trading/broker-order.ts';
import type { Position } from '#shared/trading/position.ts';
import type { ClockCheck, ReplayStatus } from '#main/ports/terminal-event.ts';
import { allInOrder, type DataHealth } from './data-health.ts';
import type { WordFile } from './engine-input.ts';

/**
 * What the terminal last said that the log does not keep: it changes by the tick and is asked for again after a restart. Positions here carry
 * their open profit; which positions exist is the state's to say.
 */
export interface LiveMarket {
  readonly quotes: Map<string, Quote>;
  /** With the tick value and margin of now; the state holds the version that decisions refer to. */
  readonly instruments: Map<string, Instrument>;
  account: Account | null;
  positions: readonly Position[];
  /** What waits or is on its way at the broker, whoever placed it. */
  brokerOrders: readonly BrokerOrder[];
  /** The adviser's own caps; null before a terminal has told them. */
  limits: AdviserLimits | null;
  /** Of the terminal that is connected, or was last. */
  adviserVersion: string | null;
  /** Null where the market is replayed: its clock is its own. */
  clockCheck: ClockCheck | null;
  replay: ReplayStatus | null;
  roundTripMs: number | null;
  dataHealth: DataHealth;
  /** What the files of the data folder say that are there. */
  wordFiles: Readonly<Record<WordFile, string | null>>;
}

export const emptyMarket = (): LiveMarket => ({
  quotes: new Map(),
  instruments: new Map(),
  account: null,
  positions: [],
  brokerOrders: [],
  limits: null,
  adviserVersion: null,
  clockCheck: null,
  replay: null,
  roundTripMs: null,
  dataHealth: allInOrder,
  wordFiles: { halt: null, flatten: null },
});
