import { defineStrategy } from '../strategy.ts';
import { decide } from './decide.ts';
import { explain, scenarioAFilters } from './explain.ts';
import { stopDistance, targetDistance } from './levels.ts';
import { scenarioAParametersSchema } from './parameters.ts';
import { scenarioAFeatures } from './rows.ts';

/** Intraday: breakouts of a short channel in busy hours, with a target, a part that may be closed before it, a stop that moves to the entry, and nothing held over the session's end. */
export const scenarioA = defineStrategy({
  id: 'A',
  title: 'Scenario A, intraday',
  scenario: 'A',
  parametersSchema: scenarioAParametersSchema,
  features: scenarioAFeatures,
  filters: scenarioAFilters,
  decide,
  explain,
  stopDistance,
  targetDistance,
  partRatio: ({ partialRatio }) => partialRatio,
  movedStop: (_rows, _index, { entryPrice }) => entryPrice,
});
