/** The functions of a program that the terminal calls, as far as the shim's terminal does (`MqlEvents`). */
export const eventHandlers: readonly string[] = [
  ...['OnInit', 'OnDeinit', 'OnStart', 'OnTick', 'OnTimer', 'OnTrade', 'OnTradeTransaction', 'OnChartEvent'],
];
