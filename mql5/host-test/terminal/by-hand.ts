import type { Position, Side } from './broker/rows.ts';
import { opposite, orderTypeOf } from './broker/rows.ts';
import type { TradeRequest } from './broker/trade-request.ts';
import { action, filling } from './mql5-values.ts';

/** An order of somebody else: of the trader (no magic), or of another adviser. */
export interface OrderByHand {
  readonly symbol: string;
  readonly side: Side;
  readonly volume: number;
  readonly magic?: string;
  readonly stop?: number;
  readonly target?: number;
  readonly comment?: string;
  /** A pending order of that MQL5 type at that price, instead of one at market. */
  readonly pendingAt?: { readonly type: number; readonly price: number };
}

const nothing: TradeRequest = {
  action: action.TRADE_ACTION_DEAL,
  magic: '0',
  order: 0,
  symbol: '',
  volume: 0,
  price: 0,
  stoplimit: 0,
  sl: 0,
  tp: 0,
  // Whoever trades by hand takes the price that is there.
  deviation: 1_000_000,
  type: 0,
  filling: filling.ORDER_FILLING_IOC,
  timeType: 0,
  expiration: 0,
  comment: '',
  position: 0,
  positionBy: 0,
};

export const orderByHand = ({ pendingAt, ...order }: OrderByHand): TradeRequest => ({
  ...nothing,
  action: pendingAt === undefined ? action.TRADE_ACTION_DEAL : action.TRADE_ACTION_PENDING,
  type: pendingAt?.type ?? orderTypeOf(order.side),
  price: pendingAt?.price ?? 0,
  symbol: order.symbol,
  volume: order.volume,
  sl: order.stop ?? 0,
  tp: order.target ?? 0,
  magic: order.magic ?? '0',
  comment: order.comment ?? '',
});

export const closeByHand = (position: Position, volume: number): TradeRequest => ({
  ...nothing,
  position: position.ticket,
  symbol: position.symbol,
  type: orderTypeOf(opposite(position.side)),
  volume,
});

export const stopsByHand = (
  position: Position,
  levels: { readonly stop: number; readonly target: number },
): TradeRequest => ({
  ...nothing,
  action: action.TRADE_ACTION_SLTP,
  position: position.ticket,
  symbol: position.symbol,
  sl: levels.stop,
  tp: levels.target,
});

export const cancelByHand = (order: number): TradeRequest => ({
  ...nothing,
  action: action.TRADE_ACTION_REMOVE,
  order,
});
