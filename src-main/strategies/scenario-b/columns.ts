import { assert } from '#shared/base/assert.ts';
import type { Bar } from '#shared/market/bar.ts';
import { createAtr } from '#main/features/atr.ts';
import { createGrowingFloat64, valueAt, type Column, type GrowingFloat64 } from '#main/features/columns.ts';
import { createDonchianHigh, createDonchianLow } from '#main/features/donchian.ts';
import type { BarFeature, FeatureTraits, ValueFeature } from '#main/features/feature.ts';
import { createSma } from '#main/features/sma.ts';
import type { BarColumns } from '../bar-columns.ts';
import type { ScenarioBParameters } from './parameters.ts';

interface ScenarioBFeatures {
  readonly smaFast: ValueFeature;
  readonly smaSlow: ValueFeature;
  readonly atr: BarFeature;
  readonly entryHigh: ValueFeature;
  readonly entryLow: ValueFeature;
  readonly exitHigh: ValueFeature;
  readonly exitLow: ValueFeature;
}

type ColumnName = keyof BarColumns | keyof ScenarioBFeatures;

/** What decisions are read from: the bars, and a column for each feature. */
export interface ScenarioBRows extends Readonly<Record<ColumnName, Column>> {
  readonly parameters: ScenarioBParameters;
}

/** The rows and what it takes to append to them. */
export interface ScenarioBColumns extends Readonly<Record<ColumnName, GrowingFloat64>> {
  readonly parameters: ScenarioBParameters;
  readonly features: ScenarioBFeatures;
}

export function createColumns(parameters: ScenarioBParameters): ScenarioBColumns {
  return {
    parameters,
    features: createFeatures(parameters),
    openTimeUtcMs: createGrowingFloat64(),
    high: createGrowingFloat64(),
    low: createGrowingFloat64(),
    close: createGrowingFloat64(),
    smaFast: createGrowingFloat64(),
    smaSlow: createGrowingFloat64(),
    atr: createGrowingFloat64(),
    entryHigh: createGrowingFloat64(),
    entryLow: createGrowingFloat64(),
    exitHigh: createGrowingFloat64(),
    exitLow: createGrowingFloat64(),
  };
}

export function appendBar(columns: ScenarioBColumns, { openTimeUtcMs, high, low, close }: Bar): void {
  const { features, openTimeUtcMs: openTimes } = columns;
  const isEarlier = openTimeUtcMs <= valueAt(openTimes, openTimes.length - 1);
  assert(!isEarlier, 'bars are appended in the order of their opening');
  openTimes.push(openTimeUtcMs);
  columns.high.push(high);
  columns.low.push(low);
  columns.close.push(close);
  columns.smaFast.push(features.smaFast.push(close));
  columns.smaSlow.push(features.smaSlow.push(close));
  columns.atr.push(features.atr.push(high, low, close));
  columns.entryHigh.push(features.entryHigh.push(high));
  columns.entryLow.push(features.entryLow.push(low));
  columns.exitHigh.push(features.exitHigh.push(high));
  columns.exitLow.push(features.exitLow.push(low));
}

export const warmUpBars = (parameters: ScenarioBParameters): number =>
  Math.max(...traitsOf(parameters).map((feature) => feature.warmUpBars));

export const lookBackBars = (parameters: ScenarioBParameters): number =>
  Math.max(...traitsOf(parameters).map((feature) => feature.lookBackBars));

const traitsOf = (parameters: ScenarioBParameters): FeatureTraits[] =>
  Object.values<FeatureTraits>({ ...createFeatures(parameters) });

function createFeatures(parameters: ScenarioBParameters): ScenarioBFeatures {
  return {
    smaFast: createSma(parameters.smaFastBars),
    smaSlow: createSma(parameters.smaSlowBars),
    atr: createAtr(parameters.atrBars),
    entryHigh: createDonchianHigh(parameters.entryChannelBars),
    entryLow: createDonchianLow(parameters.entryChannelBars),
    exitHigh: createDonchianHigh(parameters.exitChannelBars),
    exitLow: createDonchianLow(parameters.exitChannelBars),
  };
}
