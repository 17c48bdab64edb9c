import { pointOf, type ScriptedSymbol } from '../scripted-symbol.ts';
import type { Quote } from '../market.ts';
import { action, execution, filling, fillingFlag, retcode, tradeMode } from '../mql5-values.ts';
import { closePriceOf, lots, marginOf, openPriceOf } from './money.ts';
import { sideOfOrderType, type Position, type Side } from './rows.ts';
import type { TradeRequest } from './trade-request.ts';

/** What a request is judged by. */
export interface Standing {
  readonly symbol: ScriptedSymbol | null;
  readonly quote: Quote | null;
  /** The position that the request names, or the one of its symbol on a netting account. */
  readonly position: Position | null;
  readonly isNetting: boolean;
  readonly isMarketOpen: boolean;
  readonly freeMargin: number;
  readonly leverage: number;
  /** Lots of the symbol that are open on the request's side. */
  readonly openVolume: number;
}

/** The code with which the broker refuses the request, or 0. The order of the tests is ours; MT5 does not document its own. */
export function checkRequest(request: TradeRequest, standing: Standing): number {
  switch (request.action) {
    case action.TRADE_ACTION_DEAL:
    case action.TRADE_ACTION_PENDING:
      return checkOrder(request, standing);
    case action.TRADE_ACTION_SLTP:
      return checkStopChange(request, standing);
    case action.TRADE_ACTION_REMOVE:
    case action.TRADE_ACTION_MODIFY:
      return request.order > 0 ? 0 : retcode.TRADE_RETCODE_INVALID_ORDER;
    default:
      return retcode.TRADE_RETCODE_INVALID;
  }
}

function checkOrder(request: TradeRequest, standing: Standing): number {
  const { symbol, quote, position } = standing;
  if (symbol === null) return retcode.TRADE_RETCODE_INVALID;
  if (quote === null) return retcode.TRADE_RETCODE_PRICE_OFF;
  if (!standing.isMarketOpen) return retcode.TRADE_RETCODE_MARKET_CLOSED;
  const side = sideOfOrderType(request.type);
  const closes = request.position > 0;
  if (closes && position === null) return retcode.TRADE_RETCODE_POSITION_CLOSED;
  const isReducing = position !== null && position.side !== side && (closes || standing.isNetting);
  const refusal = checkVolume(request.volume, symbol) || checkFilling(request.filling, symbol);
  if (refusal !== 0) return refusal;
  if (closes && position !== null && request.volume > position.volume)
    return retcode.TRADE_RETCODE_INVALID_CLOSE_VOLUME;
  if (closes && position !== null && position.side === side) return retcode.TRADE_RETCODE_INVALID;
  if (!isReducing) {
    const byMode = checkTradeMode(symbol, side);
    if (byMode !== 0) return byMode;
    if (symbol.volumeLimit > 0 && lots(standing.openVolume + request.volume) > symbol.volumeLimit)
      return retcode.TRADE_RETCODE_LIMIT_VOLUME;
    const price = openPriceOf(quote, side);
    if (marginOf(symbol, { volume: request.volume, price, leverage: standing.leverage }) > standing.freeMargin)
      return retcode.TRADE_RETCODE_NO_MONEY;
  }
  const from = request.action === action.TRADE_ACTION_PENDING ? request.price : closePriceOf(quote, side);
  return checkStops({ side, stop: request.sl, target: request.tp }, from, symbol);
}

function checkVolume(volume: number, symbol: ScriptedSymbol): number {
  const steps = volume / symbol.volumeStep;
  const isOnStep = Math.abs(steps - Math.round(steps)) < 1e-6;
  return volume >= symbol.volumeMin - 1e-9 && volume <= symbol.volumeMax + 1e-9 && isOnStep
    ? 0
    : retcode.TRADE_RETCODE_INVALID_VOLUME;
}

/** By execution mode, as MQL5 documents: at market only what the symbol's flags name; on request and instant all; RETURN never at market. */
function checkFilling(kind: number, symbol: ScriptedSymbol): number {
  const byFlag =
    (kind === filling.ORDER_FILLING_FOK && (symbol.fillingModes & fillingFlag.SYMBOL_FILLING_FOK) !== 0) ||
    (kind === filling.ORDER_FILLING_IOC && (symbol.fillingModes & fillingFlag.SYMBOL_FILLING_IOC) !== 0);
  const isReturn = kind === filling.ORDER_FILLING_RETURN;
  const isAllowed =
    symbol.execution === execution.SYMBOL_TRADE_EXECUTION_MARKET
      ? byFlag
      : symbol.execution === execution.SYMBOL_TRADE_EXECUTION_EXCHANGE
        ? byFlag || isReturn
        : kind <= filling.ORDER_FILLING_RETURN;
  return isAllowed ? 0 : retcode.TRADE_RETCODE_INVALID_FILL;
}

function checkTradeMode(symbol: ScriptedSymbol, side: Side): number {
  switch (symbol.tradeMode) {
    case tradeMode.SYMBOL_TRADE_MODE_DISABLED:
      return retcode.TRADE_RETCODE_TRADE_DISABLED;
    case tradeMode.SYMBOL_TRADE_MODE_CLOSEONLY:
      return retcode.TRADE_RETCODE_CLOSE_ONLY;
    case tradeMode.SYMBOL_TRADE_MODE_LONGONLY:
      return side === 'buy' ? 0 : retcode.TRADE_RETCODE_LONG_ONLY;
    case tradeMode.SYMBOL_TRADE_MODE_SHORTONLY:
      return side === 'sell' ? 0 : retcode.TRADE_RETCODE_SHORT_ONLY;
    default:
      return 0;
  }
}

interface Levels {
  readonly side: Side;
  readonly stop: number;
  readonly target: number;
}

/** A stop lies on the losing side, a target on the winning one, both at least the stops level away. */
function checkStops({ side, stop, target }: Levels, from: number, symbol: ScriptedSymbol): number {
  const distance = symbol.stopsLevelPoints * pointOf(symbol) - 1e-9;
  const direction = side === 'buy' ? 1 : -1;
  const isStopFar = stop === 0 || (from - stop) * direction > Math.max(distance, 1e-9);
  const isTargetFar = target === 0 || (target - from) * direction > Math.max(distance, 1e-9);
  return isStopFar && isTargetFar ? 0 : retcode.TRADE_RETCODE_INVALID_STOPS;
}

function checkStopChange(request: TradeRequest, { symbol, quote, position }: Standing): number {
  if (position === null) return retcode.TRADE_RETCODE_POSITION_CLOSED;
  if (symbol === null) return retcode.TRADE_RETCODE_INVALID;
  if (quote === null) return retcode.TRADE_RETCODE_PRICE_OFF;
  if (position.stop === request.sl && position.target === request.tp) return retcode.TRADE_RETCODE_NO_CHANGES;
  const from = closePriceOf(quote, position.side);
  const frozen = symbol.freezeLevelPoints * pointOf(symbol);
  const isNear = (level: number): boolean => level !== 0 && frozen > 0 && Math.abs(from - level) <= frozen;
  if (isNear(position.stop) || isNear(position.target)) return retcode.TRADE_RETCODE_FROZEN;
  return checkStops({ side: position.side, stop: request.sl, target: request.tp }, from, symbol);
}
