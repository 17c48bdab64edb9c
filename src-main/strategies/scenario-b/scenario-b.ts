import { defineStrategy } from '../strategy.ts';
import { decide } from './decide.ts';
import { explain, scenarioBFilters } from './explain.ts';
import { stopDistance } from './levels.ts';
import { scenarioBParametersSchema } from './parameters.ts';
import { scenarioBFeatures } from './rows.ts';

/** Swing and trend: breakouts of a long channel in the direction of two averages, trailed by a shorter channel and a chandelier. */
export const scenarioB = defineStrategy({
  id: 'B',
  title: 'Scenario B, swing and trend',
  scenario: 'B',
  parametersSchema: scenarioBParametersSchema,
  features: scenarioBFeatures,
  filters: scenarioBFilters,
  decide,
  explain,
  stopDistance,
});
