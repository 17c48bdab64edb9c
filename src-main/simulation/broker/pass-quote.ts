import { exitHit, type Arrival } from '#main/fills/exit-hit.ts';
import { revalue } from '#main/fills/revalue.ts';
import { positionToStopOut } from '#main/fills/stop-out.ts';
import { closePrice } from '#shared/trading/side.ts';
import { figuresOf } from './broker-figures.ts';
import { closePosition, type ClosingOrder } from './close-position.ts';
import type { BrokerChange, BrokerState, MarketNow } from './broker-state.ts';

/** Equity ÷ margin at which the broker closes what loses most. */
export const stopOutRatio = 0.5;

/** Lets one quote pass: positions are valued on it, stops and targets that it hits are executed, and the stop-out is enforced. */
export function passQuote(state: BrokerState, market: MarketNow & { readonly arrival: Arrival }): BrokerChange {
  let change: BrokerChange = { state, orders: [], deals: [] };
  if (state.positions.length === 0) return change;
  const { quote, arrival, instrument } = market;
  for (const position of state.positions) {
    const hit = exitHit(position, quote, arrival);
    if (hit !== null)
      change = closeIn(change, { position, volume: position.volume, clientOrderId: null, ...hit }, market);
  }
  change = { ...change, state: revaluePositions(change.state, market) };
  for (;;) {
    const position = positionToStopOut(change.state.positions, figuresOf(change.state, instrument), stopOutRatio);
    if (position === null) return change;
    const price = closePrice(position.side, quote);
    const closing = { position, volume: position.volume, price, clientOrderId: null, reason: 'stopOut' } as const;
    change = closeIn(change, closing, market);
  }
}

const revaluePositions = (state: BrokerState, { quote, instrument }: MarketNow): BrokerState => ({
  ...state,
  positions: state.positions.map((position) => revalue(position, quote, instrument)),
});

function closeIn(change: BrokerChange, closing: ClosingOrder, market: MarketNow): BrokerChange {
  const { state, orders, deals } = closePosition(change.state, closing, market);
  return { state, orders: [...change.orders, ...orders], deals: [...change.deals, ...deals] };
}
