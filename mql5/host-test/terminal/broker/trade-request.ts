/** MqlTradeRequest as it comes over the link. Tickets fit a number; a magic may not, so it stays text. */
export interface TradeRequest {
  readonly action: number;
  readonly magic: string;
  readonly order: number;
  readonly symbol: string;
  readonly volume: number;
  readonly price: number;
  readonly stoplimit: number;
  readonly sl: number;
  readonly tp: number;
  readonly deviation: number;
  readonly type: number;
  readonly filling: number;
  readonly timeType: number;
  readonly expiration: number;
  readonly comment: string;
  readonly position: number;
  readonly positionBy: number;
}

export function parseTradeRequest(fields: readonly string[]): TradeRequest {
  const values = new Map(fields.map((field) => splitField(field)));
  const text = (name: string): string => values.get(name) ?? '';
  const number = (name: string): number => Number(values.get(name) ?? 0);
  return {
    action: number('action'),
    magic: text('magic'),
    order: number('order'),
    symbol: text('symbol'),
    volume: number('volume'),
    price: number('price'),
    stoplimit: number('stoplimit'),
    sl: number('sl'),
    tp: number('tp'),
    deviation: number('deviation'),
    type: number('type'),
    filling: number('type_filling'),
    timeType: number('type_time'),
    expiration: number('expiration'),
    comment: text('comment'),
    position: number('position'),
    positionBy: number('position_by'),
  };
}

/** The request as fields of a TRANSACTION line. */
export const requestFields = (request: TradeRequest): Record<string, string | number> => ({
  'q.action': request.action,
  'q.magic': request.magic,
  'q.order': request.order,
  'q.symbol': request.symbol,
  'q.volume': request.volume,
  'q.price': request.price,
  'q.sl': request.sl,
  'q.tp': request.tp,
  'q.deviation': request.deviation,
  'q.type': request.type,
  'q.type_filling': request.filling,
  'q.type_time': request.timeType,
  'q.comment': request.comment,
  'q.position': request.position,
  'q.position_by': request.positionBy,
});

function splitField(field: string): readonly [string, string] {
  const at = field.indexOf('=');
  return [field.slice(0, at), field.slice(at + 1)];
}
