/** The terminal's structures and their fields, in the order of the documentation. */
export const builtinStructures: Readonly<Record<string, readonly string[]>> = {
  MqlDateTime: ['year', 'mon', 'day', 'hour', 'min', 'sec', 'day_of_week', 'day_of_year'],
  MqlTick: ['time', 'bid', 'ask', 'last', 'volume', 'time_msc', 'flags', 'volume_real'],
  MqlRates: ['time', 'open', 'high', 'low', 'close', 'tick_volume', 'spread', 'real_volume'],
  MqlTradeRequest: [
    ...['action', 'magic', 'order', 'symbol', 'volume', 'price', 'stoplimit', 'sl', 'tp', 'deviation', 'type'],
    ...['type_filling', 'type_time', 'expiration', 'comment', 'position', 'position_by'],
  ],
  MqlTradeCheckResult: ['retcode', 'balance', 'equity', 'profit', 'margin', 'margin_free', 'margin_level', 'comment'],
  MqlTradeResult: [
    ...['retcode', 'deal', 'order', 'volume', 'price', 'bid', 'ask', 'comment', 'request_id', 'retcode_external'],
  ],
  MqlTradeTransaction: [
    ...['deal', 'order', 'symbol', 'type', 'order_type', 'order_state', 'deal_type', 'time_type', 'time_expiration'],
    ...['price', 'price_trigger', 'price_sl', 'price_tp', 'volume', 'position', 'position_by'],
  ],
  MqlCalendarCountry: ['id', 'name', 'code', 'currency', 'currency_symbol', 'url_name'],
  MqlCalendarEvent: [
    ...['id', 'type', 'sector', 'frequency', 'time_mode', 'country_id', 'unit', 'importance', 'multiplier', 'digits'],
    ...['source_url', 'event_code', 'name'],
  ],
  MqlCalendarValue: [
    ...['id', 'event_id', 'time', 'period', 'revision', 'actual_value', 'prev_value', 'revised_prev_value'],
    ...['forecast_value', 'impact_type'],
    ...['HasActualValue', 'HasForecastValue', 'HasPreviousValue', 'HasRevisedValue'],
    ...['GetActualValue', 'GetForecastValue', 'GetPreviousValue', 'GetRevisedValue'],
  ],
};
