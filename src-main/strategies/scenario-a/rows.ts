import { atrPercentile } from '#main/features/atr-percentile.ts';
import { atr } from '#main/features/atr.ts';
import { donchianHigh, donchianLow } from '#main/features/donchian.ts';
import { ema } from '#main/features/ema.ts';
import type { FeatureSpec } from '#main/features/feature-spec.ts';
import { rvol } from '#main/features/rvol.ts';
import { londonMinute, newYorkMinute } from '#main/features/wall-clock.ts';
import type { StrategyRows } from '../strategy.ts';
import type { ScenarioAParameters } from './parameters.ts';

type ScenarioAFeature =
  | ('emaFast' | 'emaSlow' | 'rvol' | 'atr' | 'atrPercentile' | 'channelHigh' | 'channelLow')
  | ('londonMinute' | 'newYorkMinute');

/** What decisions are read from. */
export type ScenarioARows = StrategyRows<ScenarioAParameters, ScenarioAFeature>;

export const scenarioAFeatures = (
  parameters: ScenarioAParameters,
): Readonly<Record<ScenarioAFeature, FeatureSpec | null>> => {
  const { timeframe, atrBars, rvolDays, atrPercentileBars } = parameters;
  return {
    emaFast: ema(parameters.emaFastBars),
    emaSlow: ema(parameters.emaSlowBars),
    rvol: asksVolume(parameters) ? rvol({ timeframe, periods: rvolDays }) : null,
    atr: atr(atrBars),
    atrPercentile: asksRank(parameters) ? atrPercentile({ atrBars, windowBars: atrPercentileBars }) : null,
    channelHigh: donchianHigh(parameters.channelBars),
    channelLow: donchianLow(parameters.channelBars),
    londonMinute,
    newYorkMinute,
  };
};

export const asksVolume = ({ rvolMin }: ScenarioAParameters): boolean => rvolMin > 0;

export const asksRank = ({ atrPercentileMin, atrPercentileMax }: ScenarioAParameters): boolean =>
  atrPercentileMin > 0 || atrPercentileMax < 1;

export const asksSpread = ({ spreadAtrMax }: ScenarioAParameters): boolean => spreadAtrMax > 0;

export const asksNews = ({ newsBlackoutMinutes }: ScenarioAParameters): boolean => newsBlackoutMinutes > 0;
