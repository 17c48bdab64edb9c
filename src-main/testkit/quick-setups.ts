/** Settings whose scenarios see a setup within a few bars, and seldom leave a position by themselves: what a day takes otherwise, a test has at once. */
export const quickSetups = {
  terminal: 'simulated',
  symbol: 'XAUUSD',
  clockRule: 'ny+7',
  scenarioA: {
    timeframe: 'M5',
    ...{ emaFastBars: 2, emaSlowBars: 4, channelBars: 5, atrBars: 3, stopAtr: 10, targetR: 10 },
    ...{ rvolMin: 0, atrPercentileMin: 0, atrPercentileMax: 1, spreadAtrMax: 0, newsBlackoutMinutes: 0 },
    ...{ londonFromHour: 0, londonUntilHour: 23, newYorkFromHour: 0, newYorkUntilHour: 0, entryEndMinutes: 0 },
    ...{ breakEvenR: 0, riskRatio: 0.02, tradesPerDayMax: 20 },
  },
  scenarioB: {
    timeframe: 'M5',
    ...{ smaFastBars: 3, smaSlowBars: 6, entryChannelBars: 5, exitChannelBars: 60, atrBars: 3 },
    ...{ stopAtr: 10, chandelierAtr: 10 },
  },
  memory: { vectors: 'exact' },
  sync: { m1Years: 1, coarseYears: 1, tickDays: 1 },
} as const;
