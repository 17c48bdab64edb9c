/** The chart. */
export const chart = {
  chart: {
    symbol: 'Symbol',
    timeframe: 'Timeframe',
    zone: 'Time zone of the chart and the tables',
    zoneUtc: 'Times in UTC',
    zoneLocalShort: 'Local',
    zoneLocal: "Times of this computer's zone ({{zone}})",
    label: 'Candles of {{symbol}} {{timeframe}}',
    source: 'source: {{source}}',
    sourceName: { terminal: 'terminal', import: 'import' },
    closesIn: 'closes in {{time}}',
    open: 'O',
    high: 'H',
    low: 'L',
    close: 'C',
    volume: 'Vol',
    loading: 'Loading candles…',
    noBars:
      'No candles of this series yet. They appear with the first bar that closes; older ones come with an import.',
    noSymbol: 'No symbol yet',
    noSymbolHint: 'Symbols appear when a terminal connects.',
    toLive: 'To the newest',
    credit: 'Charts by TradingView',
    pick: 'Click a bar',
  },
} as const;
