import type { Strategy } from '../strategy.ts';
import { appendBar, createColumns, lookBackBars, warmUpBars, type ScenarioBColumns } from './columns.ts';
import { decide } from './decide.ts';
import { explain } from './explain.ts';
import { scenarioBParametersSchema, type ScenarioBParameters } from './parameters.ts';
import { signal } from './signal.ts';

/** Swing and trend: breakouts of a long channel in the direction of two averages, trailed by a shorter channel and a chandelier. */
export const scenarioB: Strategy<ScenarioBParameters, ScenarioBColumns> = {
  scenario: 'B',
  parametersSchema: scenarioBParametersSchema,
  warmUpBars,
  lookBackBars,
  createColumns,
  appendBar,
  decide,
  explain,
  signal,
};
