import type { AccountFigures } from '#main/fills/account-figures.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Deal } from '#shared/trading/deal.ts';
import { brokerChangeWriter, readBrokerState } from '../store/broker-records.ts';
import { marketPositionWriter, type MarketPosition } from '../store/market-position.ts';
import type { TerminalDb } from '../store/open-terminal-db.ts';
import { figuresOf } from './broker-figures.ts';
import type { BrokerChange, BrokerState, MarketNow } from './broker-state.ts';
import { executeOrder, type BrokerRequest } from './execute-order.ts';
import { passQuotes, type ArrivingQuote } from './pass-quotes.ts';

/** The account on disk and in memory. What a call answers has been committed; memory changes only after the commit. */
export class SimulatedBroker {
  readonly instrument: Instrument;
  readonly #commit: (change: BrokerChange | null, position: MarketPosition | null) => void;
  #state: BrokerState;

  constructor(db: TerminalDb, instrument: Instrument) {
    this.instrument = instrument;
    this.#state = readBrokerState(db);
    const writeChange = brokerChangeWriter(db);
    const writePosition = marketPositionWriter(db);
    this.#commit = db.transaction((change: BrokerChange | null, position: MarketPosition | null) => {
      if (change !== null) writeChange(change);
      if (position !== null) writePosition(position);
    });
  }

  get state(): BrokerState {
    return this.#state;
  }

  get figures(): AccountFigures {
    return figuresOf(this.#state, this.instrument);
  }

  /** Lets quotes pass and remembers, in the same transaction, how far the market was played. Answers the deals that they caused. */
  pass(quotes: readonly ArrivingQuote[], position: MarketPosition): readonly Deal[] {
    const change = passQuotes(this.#state, quotes, this.instrument);
    this.#commit(change.state === this.#state ? null : change, position);
    this.#state = change.state;
    return change.deals;
  }

  /** Fills or refuses an order at the market as it is. */
  execute(request: BrokerRequest, market: MarketNow): BrokerChange {
    const change = executeOrder(this.#state, request, market);
    this.#commit(change, null);
    this.#state = change.state;
    return change;
  }
}
