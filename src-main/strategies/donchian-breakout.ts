import { z } from 'zod';
import { timeframeSchema } from '#shared/market/timeframe.ts';
import { atr } from '#main/features/atr.ts';
import { valueAt } from '#main/features/columns.ts';
import { donchianHigh, donchianLow } from '#main/features/donchian.ts';
import { decisionCodes } from './decision-code.ts';
import { above, below, notAbove, notBelow } from './filters.ts';
import { atrField, barsField, riskRatioField } from './parameter-fields.ts';
import { isStopDistance, stopDistanceMax, stopDistanceReport } from './stop-distance.ts';
import { defineStrategy, type StrategyRules } from './strategy.ts';

const parametersSchema = z
  .object({
    timeframe: timeframeSchema
      .default('H4')
      .meta({ unit: 'timeframe', description: 'Decisions are made on the closes of its bars.' }),
    entryChannelBars: barsField(
      55,
      'A close beyond the highest high or lowest low of so many bars before is an entry.',
    ),
    exitChannelBars: barsField(20, 'A close beyond the opposite end of a channel of so many bars before is an exit.'),
    atrBars: barsField(20, 'Length of the average true range (Wilder) that the stop is measured in.'),
    stopAtr: atrField(2, 'Distance of the stop from the close that was decided on.'),
    riskRatio: riskRatioField(0.01),
  })
  .strict()
  .readonly();

type Parameters = z.infer<typeof parametersSchema>;
type Feature = 'entryHigh' | 'entryLow' | 'exitHigh' | 'exitLow' | 'atr';
type Rules = StrategyRules<Parameters, Feature>;

const features: Rules['features'] = ({ entryChannelBars, exitChannelBars, atrBars }) => ({
  entryHigh: donchianHigh(entryChannelBars),
  entryLow: donchianLow(entryChannelBars),
  exitHigh: donchianHigh(exitChannelBars),
  exitLow: donchianLow(exitChannelBars),
  atr: atr(atrBars),
});

const decide: Rules['decide'] = (rows, index, state) => {
  const close = valueAt(rows.close, index);
  if (state.kind === 'holding') {
    const channel = valueAt(state.side === 'buy' ? rows.exitLow : rows.exitHigh, index);
    if (Number.isNaN(close + channel)) return decisionCodes.noData;
    const isBroken = state.side === 'buy' ? close < channel : close > channel;
    return isBroken ? decisionCodes.exitOppositeChannel : decisionCodes.hold;
  }
  const high = valueAt(rows.entryHigh, index);
  const low = valueAt(rows.entryLow, index);
  const distance = stopDistance(rows, index);
  // One undefined summand makes the sum undefined.
  if (Number.isNaN(close + high + low + distance)) return decisionCodes.noData;
  if (!isStopDistance(distance, stopDistanceMax(close))) return decisionCodes.none;
  if (close > high) return decisionCodes.enterBuy;
  return close < low ? decisionCodes.enterSell : decisionCodes.none;
};

const explain: Rules['explain'] = (rows, index, state) => {
  const close = valueAt(rows.close, index);
  if (state.kind === 'holding') {
    return state.side === 'buy'
      ? [notBelow('aboveExitChannel', close, valueAt(rows.exitLow, index))]
      : [notAbove('belowExitChannel', close, valueAt(rows.exitHigh, index))];
  }
  const low = valueAt(rows.entryLow, index);
  return [
    close < low ? below('breakoutDown', close, low) : above('breakoutUp', close, valueAt(rows.entryHigh, index)),
    stopDistanceReport(stopDistance(rows, index), stopDistanceMax(close)),
  ];
};

const stopDistance: Rules['stopDistance'] = (rows, index) => rows.parameters.stopAtr * valueAt(rows.atr, index);

/**
 * The breakout of Donchian's channels as the Turtles traded it (Faith, Way of the Turtle, 2007, system 2 without its pyramids): in at a close beyond the
 * long channel, out at one beyond the opposite end of the short channel. It is the example of how a strategy is written: one file, and its line in
 * strategies.ts.
 */
export const donchianBreakout = defineStrategy({
  id: 'donchian',
  title: 'Donchian breakout',
  scenario: null,
  parametersSchema,
  features,
  filters: ['breakoutUp', 'breakoutDown', 'stopDistance', 'aboveExitChannel', 'belowExitChannel'],
  decide,
  explain,
  stopDistance,
});
