import { dealType, orderType } from '../mql5-values.ts';
import { namedFields } from '../line.ts';

export type Side = 'buy' | 'sell';

/** Stamps in these rows are the server's milliseconds; 0 in `stop`, `target` and `magic` means none, as in MQL5. */
export interface Position {
  /** Changes where a netting position turns; the identifier does not. */
  readonly ticket: number;
  readonly identifier: number;
  readonly symbol: string;
  readonly side: Side;
  readonly volume: number;
  readonly openPrice: number;
  readonly openStampMs: number;
  readonly updateStampMs: number;
  readonly stop: number;
  readonly target: number;
  readonly swap: number;
  readonly magic: string;
  readonly comment: string;
  readonly reason: number;
}

export interface Order {
  readonly ticket: number;
  readonly symbol: string;
  readonly type: number;
  readonly state: number;
  readonly volumeInitial: number;
  readonly volumeLeft: number;
  readonly price: number;
  readonly stop: number;
  readonly target: number;
  readonly setupStampMs: number;
  readonly doneStampMs: number;
  readonly filling: number;
  readonly magic: string;
  readonly comment: string;
  readonly reason: number;
  readonly positionId: number;
}

export interface Deal {
  readonly ticket: number;
  readonly order: number;
  readonly symbol: string;
  readonly type: number;
  readonly entry: number;
  readonly volume: number;
  readonly price: number;
  readonly profit: number;
  readonly swap: number;
  readonly commission: number;
  readonly stampMs: number;
  readonly magic: string;
  readonly comment: string;
  readonly reason: number;
  readonly positionId: number;
  readonly stop: number;
  readonly target: number;
}

export const orderTypeOf = (side: Side): number =>
  side === 'buy' ? orderType.ORDER_TYPE_BUY : orderType.ORDER_TYPE_SELL;
export const dealTypeOf = (side: Side): number => (side === 'buy' ? dealType.DEAL_TYPE_BUY : dealType.DEAL_TYPE_SELL);
export const opposite = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy');
/** Even types of orders buy, odd ones sell. */
export const sideOfOrderType = (type: number): Side => (type % 2 === 0 ? 'buy' : 'sell');

export const positionLine = (it: Position): readonly string[] => [
  'POSITION',
  String(it.ticket),
  ...namedFields({
    POSITION_TICKET: it.ticket,
    POSITION_IDENTIFIER: it.identifier,
    POSITION_SYMBOL: it.symbol,
    POSITION_TYPE: it.side === 'buy' ? 0 : 1,
    POSITION_VOLUME: it.volume,
    POSITION_PRICE_OPEN: it.openPrice,
    POSITION_TIME: Math.floor(it.openStampMs / 1000),
    POSITION_TIME_MSC: it.openStampMs,
    POSITION_TIME_UPDATE: Math.floor(it.updateStampMs / 1000),
    POSITION_TIME_UPDATE_MSC: it.updateStampMs,
    POSITION_SL: it.stop,
    POSITION_TP: it.target,
    POSITION_SWAP: it.swap,
    POSITION_MAGIC: it.magic,
    POSITION_COMMENT: it.comment,
    POSITION_REASON: it.reason,
  }),
];

export const orderLine = (verb: 'ORDER' | 'HISTORY_ORDER', it: Order): readonly string[] => [
  verb,
  String(it.ticket),
  ...namedFields({
    ORDER_TICKET: it.ticket,
    ORDER_SYMBOL: it.symbol,
    ORDER_TYPE: it.type,
    ORDER_STATE: it.state,
    ORDER_VOLUME_INITIAL: it.volumeInitial,
    ORDER_VOLUME_CURRENT: it.volumeLeft,
    ORDER_PRICE_OPEN: it.price,
    ORDER_SL: it.stop,
    ORDER_TP: it.target,
    ORDER_TIME_SETUP: Math.floor(it.setupStampMs / 1000),
    ORDER_TIME_SETUP_MSC: it.setupStampMs,
    ORDER_TIME_DONE: Math.floor(it.doneStampMs / 1000),
    ORDER_TIME_DONE_MSC: it.doneStampMs,
    ORDER_TYPE_FILLING: it.filling,
    ORDER_MAGIC: it.magic,
    ORDER_COMMENT: it.comment,
    ORDER_REASON: it.reason,
    ORDER_POSITION_ID: it.positionId,
  }),
];

export const dealLine = (it: Deal): readonly string[] => [
  'DEAL',
  String(it.ticket),
  ...namedFields({
    DEAL_TICKET: it.ticket,
    DEAL_ORDER: it.order,
    DEAL_SYMBOL: it.symbol,
    DEAL_TYPE: it.type,
    DEAL_ENTRY: it.entry,
    DEAL_VOLUME: it.volume,
    DEAL_PRICE: it.price,
    DEAL_PROFIT: it.profit,
    DEAL_SWAP: it.swap,
    DEAL_COMMISSION: it.commission,
    DEAL_TIME: Math.floor(it.stampMs / 1000),
    DEAL_TIME_MSC: it.stampMs,
    DEAL_MAGIC: it.magic,
    DEAL_COMMENT: it.comment,
    DEAL_REASON: it.reason,
    DEAL_POSITION_ID: it.positionId,
    DEAL_SL: it.stop,
    DEAL_TP: it.target,
  }),
];
