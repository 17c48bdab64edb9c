import { atr } from '#main/features/atr.ts';
import { donchianHigh, donchianLow } from '#main/features/donchian.ts';
import type { FeatureSpec } from '#main/features/feature-spec.ts';
import { defaultRegimeParameters, regime } from '#main/features/regime-column.ts';
import { sma } from '#main/features/sma.ts';
import { newYorkMinute, newYorkWeekday } from '#main/features/wall-clock.ts';
import type { StrategyRows } from '../strategy.ts';
import type { ScenarioBParameters } from './parameters.ts';

type ScenarioBFeature =
  | ('smaFast' | 'smaSlow' | 'atr' | 'entryHigh' | 'entryLow' | 'exitHigh' | 'exitLow' | 'regime')
  | ('newYorkWeekday' | 'newYorkMinute');

/** What decisions are read from. */
export type ScenarioBRows = StrategyRows<ScenarioBParameters, ScenarioBFeature>;

export const scenarioBFeatures = (
  parameters: ScenarioBParameters,
): Readonly<Record<ScenarioBFeature, FeatureSpec | null>> => ({
  smaFast: sma(parameters.smaFastBars),
  smaSlow: sma(parameters.smaSlowBars),
  atr: atr(parameters.atrBars),
  entryHigh: donchianHigh(parameters.entryChannelBars),
  entryLow: donchianLow(parameters.entryChannelBars),
  exitHigh: donchianHigh(parameters.exitChannelBars),
  exitLow: donchianLow(parameters.exitChannelBars),
  regime: parameters.regimeFilter === 'trend' ? regime(defaultRegimeParameters) : null,
  newYorkWeekday: parameters.weekend === 'flat' ? newYorkWeekday : null,
  newYorkMinute: parameters.weekend === 'flat' ? newYorkMinute : null,
});
