import { exitHit, type Arrival } from '#main/fills/exit-hit.ts';
import { revalue } from '#main/fills/revalue.ts';
import { positionToStopOut } from '#main/fills/stop-out.ts';
import { assert, assertDefined } from '#shared/base/assert.ts';
import { orderTicket } from '#shared/trading/ids.ts';
import { closePrice } from '#shared/trading/side.ts';
import { retcodes } from '../retcodes.ts';
import { figuresOf } from './broker-figures.ts';
import { afterwards, unchanged, type BrokerChange, type BrokerState } from './broker-state.ts';
import { closePosition, type Closing } from './close-position.ts';
import { marketIn, type MarketNow } from './market-watch.ts';

/**
 * Lets one quote pass: the symbol's positions are valued on it, stops and targets that it hits are executed, and the stop-out of the account
 * is enforced, whichever symbol loses most.
 */
export function passQuote(state: BrokerState, market: MarketNow & { readonly arrival: Arrival }): BrokerChange {
  let change = unchanged(state);
  const { quote, arrival, watch, nowUtcMs } = market;
  const concerned = state.positions.filter(({ symbol }) => symbol === quote.symbol);
  if (concerned.length === 0) return change;
  for (const position of concerned) {
    const hit = exitHit(position, quote, arrival);
    if (hit !== null) change = afterwards(change, closeByBroker(change.state, { position, ...hit }, market));
  }
  change = { ...change, state: revaluePositions(change.state, market) };
  for (;;) {
    const figures = figuresOf(change.state, watch);
    const position = positionToStopOut(change.state.positions, figures, state.terms.stopOutPercent / 100);
    if (position === null) return change;
    const its = assertDefined(marketIn(watch, position.symbol, nowUtcMs), 'a position was opened on a quote');
    const price = closePrice(position.side, its.quote);
    change = afterwards(change, closeByBroker(change.state, { position, price, reason: 'stopOut' }, its));
  }
}

const revaluePositions = (state: BrokerState, { quote, instrument }: MarketNow): BrokerState => ({
  ...state,
  positions: state.positions.map((it) => (it.symbol === quote.symbol ? revalue(it, quote, instrument) : it)),
});

/** The whole position, by an order of the broker's own. */
function closeByBroker(
  state: BrokerState,
  closing: Pick<Closing, 'position' | 'price' | 'reason'>,
  market: MarketNow,
): BrokerChange {
  const { volume } = closing.position;
  const lastOrderTicket = state.lastOrderTicket + 1;
  const own = { orderTicket: orderTicket(String(lastOrderTicket)), clientOrderId: null, volume };
  const closed = closePosition({ ...state, lastOrderTicket }, { ...closing, ...own }, market);
  assert(closed.ok, 'a whole position can be closed');
  const { state: after, deal } = closed.value;
  const order = { ...own, refusal: null, retcode: retcodes.done, occurredAtUtcMs: market.nowUtcMs };
  return { state: after, orders: [order], deals: [deal] };
}
